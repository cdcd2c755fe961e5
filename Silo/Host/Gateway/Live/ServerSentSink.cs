using System.Buffers;
using System.Text;

namespace Tegument.Silo.Host.Gateway.Live;

/// <summary>Server-sent events (WHATWG HTML, 9.2): id, event and data lines, a comment as heartbeat.</summary>
internal sealed class ServerSentSink(HttpResponse response) : ILiveSink
{
    public const string MediaType = "text/event-stream";

    public void Begin()
    {
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // Or nginx keeps the events to itself.
    }

    public async Task Write(IReadOnlyList<LiveEntry> entries, Func<long, string> idOf, CancellationToken cancel)
    {
        foreach (var entry in entries)
        {
            Text($"id: {idOf(entry.Number)}\nevent: {entry.Type}\ndata: ");
            response.BodyWriter.Write(entry.Data.Span); // JSON that we write has no line breaks.
            Text("\n\n");
        }

        await response.BodyWriter.FlushAsync(cancel);
    }

    public async Task Beat(CancellationToken cancel)
    {
        Text(":\n\n");
        await response.BodyWriter.FlushAsync(cancel);
    }

    private void Text(string text) => Encoding.UTF8.GetBytes(text, response.BodyWriter);
}
