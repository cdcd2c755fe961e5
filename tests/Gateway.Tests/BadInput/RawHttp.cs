using System.Net.Sockets;
using System.Text;

namespace Tegument.Gateway.Tests.BadInput;

/// <summary>A caller that HTTP libraries would not let be: bytes as they are written, one connection.</summary>
public sealed class RawHttp(Uri silo) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TcpClient _client = new(silo.Host, silo.Port);

    public Stream Stream => _client.GetStream();

    public Task Send(string text) => Stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask();

    /// <summary>Sends what may be refused before it is all sent.</summary>
    public async Task<bool> TrySend(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await Stream.WriteAsync(bytes);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>All that the silo answers until it closes, or until a whole small answer is there; empty when it only closes.</summary>
    public async Task<string> Answer()
    {
        using var patience = new CancellationTokenSource(Patience);
        var answer = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = await Stream.ReadAsync(buffer, patience.Token)) > 0;)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
                if (IsWhole(answer.ToString())) break;
            }
        }
        catch (IOException)
        {
            // Cut off: what came before that is the answer.
        }

        return answer.ToString();
    }

    public void Dispose() => _client.Dispose();

    private static bool IsWhole(string answer)
    {
        var head = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return head > 0 && (answer.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal) || answer.Contains("Content-Length: 0", StringComparison.OrdinalIgnoreCase));
    }
}
