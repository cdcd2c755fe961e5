using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;

namespace Tegument.Silo.Host.Gateway.Live;

/// <summary>One text message per event: {"id", "type", "data"}. The protocol's own pings are the heartbeat.</summary>
internal sealed class WebSocketSink(WebSocket socket) : ILiveSink
{
    private readonly ArrayBufferWriter<byte> _message = new(1024);

    public async Task Write(IReadOnlyList<LiveEntry> entries, Func<long, string> idOf, CancellationToken cancel)
    {
        foreach (var entry in entries)
        {
            _message.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(_message))
            {
                json.WriteStartObject();
                json.WriteString("id", idOf(entry.Number));
                json.WriteString("type", entry.Type);
                json.WritePropertyName("data");
                json.WriteRawValue(entry.Data.Span, skipInputValidation: true);
                json.WriteEndObject();
            }

            await socket.SendAsync(_message.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, cancel);
        }
    }

    public Task Beat(CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Returns when the client leaves. It has nothing to say: whatever it sends ends the stream as well.</summary>
    public async Task Listen(CancellationToken cancel)
    {
        var buffer = new byte[128];
        await socket.ReceiveAsync(buffer.AsMemory(), cancel);
    }
}
