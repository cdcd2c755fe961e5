using System.Buffers;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tegument.Silo.Host.Gateway;

/// <summary>
/// Sends JSON as it is made, at most <see cref="Chunk"/> bytes at a time, compressed where the reader takes gzip. A slow reader holds back
/// the writer, never our memory. Owned by one response.
/// </summary>
internal sealed class JsonArrayWriter(HttpContext context)
{
    private const int Chunk = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new(Chunk + 4096);
    private readonly CancellationToken _cancel = context.RequestAborted;
    private Stream? _body;

    /// <summary>Reasons are for people: nothing but what JSON demands is escaped, and nobody pastes this into HTML.</summary>
    private static JsonWriterOptions Options => new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Raw(ReadOnlySpan<byte> text) => _buffer.Write(text);

    /// <summary>Something else instead of what has not been sent yet.</summary>
    public void Clear(ReadOnlySpan<byte> instead)
    {
        _buffer.ResetWrittenCount();
        _buffer.Write(instead);
    }

    /// <summary>Writes the elements of an array, without its brackets. Answers how many there were.</summary>
    public async Task<long> Elements<T>(IAsyncEnumerable<T> elements, Action<T, Utf8JsonWriter> write)
    {
        var count = 0L;
        await using var json = new Utf8JsonWriter(_buffer, Options);
        await foreach (var element in elements.WithCancellation(_cancel))
        {
            if (count++ > 0) _buffer.Write(","u8);
            write(element, json);
            json.Flush();
            json.Reset(_buffer);
            if (_buffer.WrittenCount >= Chunk) await Send();
        }

        return count;
    }

    /// <summary>Everything is with the kernel, or the reader has gone and this throws.</summary>
    public async Task Finish()
    {
        await Send();
        if (_body is GZipStream gzip) await gzip.DisposeAsync();
        await context.Response.Body.FlushAsync(_cancel);
    }

    private async Task Send()
    {
        _body ??= Open(); // Not before there is something to send: until then an error can still be told as one.
        await _body.WriteAsync(_buffer.WrittenMemory, _cancel);
        _buffer.ResetWrittenCount();
    }

    private Stream Open()
    {
        var response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        if (!TakesGzip(context.Request)) return response.Body;
        response.Headers.ContentEncoding = "gzip";
        response.Headers.Vary = "Accept-Encoding";
        return new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
    }

    private static bool TakesGzip(HttpRequest request) =>
        request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
}
