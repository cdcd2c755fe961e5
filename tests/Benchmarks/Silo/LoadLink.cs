using System.Net.WebSockets;
using System.Text;
using Tegument.Contracts.Client;

namespace Tegument.Benchmarks.Silo;

/// <summary>A sensor's link that sends messages encoded beforehand, with as many in flight as a sensor has, and counts acknowledgements.</summary>
public sealed class LoadLink : IDisposable
{
    private const int InFlight = 8;
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _room = new(InFlight, InFlight);
    private readonly byte[] _answer = new byte[16 * 1024];

    public static async Task<LoadLink> Open(SiloEndpoint silo, string host)
    {
        var link = new LoadLink();
        link._socket.Options.SetRequestHeader("Authorization", $"Bearer {silo.Token}");
        await link._socket.ConnectAsync(new UriBuilder(silo.Address) { Scheme = "ws", Path = "/api/v1/link" }.Uri, default);
        await link._socket.SendAsync(
            Encoding.UTF8.GetBytes($$"""{"type":"hello","host":"{{host}}","version":"bench","roles":["sense"]}"""), WebSocketMessageType.Text, true, default);
        await link.Acknowledged("welcome"u8.ToArray());
        return link;
    }

    /// <summary>Returns when all are acknowledged.</summary>
    public async Task Send(IReadOnlyList<byte[]> messages, WebSocketMessageType type)
    {
        var acknowledged = Acknowledge(messages.Count);
        foreach (var message in messages)
        {
            await _room.WaitAsync();
            await _socket.SendAsync(message, type, true, default);
        }

        await acknowledged;
    }

    public void Dispose()
    {
        _socket.Abort();
        _socket.Dispose();
        _room.Dispose();
    }

    private async Task Acknowledge(int count)
    {
        while (count-- > 0)
        {
            await Acknowledged("\"ack\""u8.ToArray());
            _room.Release();
        }
    }

    // Hints come between; an error or a refusal is a fault of the bench.
    private async Task Acknowledged(byte[] wanted)
    {
        while (true)
        {
            var read = await _socket.ReceiveAsync(_answer, default);
            var text = _answer.AsMemory(0, read.Count);
            if (text.Span.IndexOf(wanted) >= 0 && text.Span.IndexOf("\"refusal\":\""u8) < 0) return;
            if (text.Span.IndexOf("\"hint\""u8) < 0) throw new InvalidOperationException($"the silo answered {Encoding.UTF8.GetString(text.Span)}");
        }
    }
}
