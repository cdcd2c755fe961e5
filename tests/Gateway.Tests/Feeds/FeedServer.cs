using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tegument.Gateway.Tests.Feeds;

/// <summary>A web server on loopback with one list whose content the test changes. Counts what it is asked.</summary>
internal sealed class FeedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private volatile string _body = "";
    private volatile int _status = 200;
    private int _asked;
    private int _unchanged;

    private FeedServer(WebApplication app) => _app = app;

    public string Url => $"{_app.Urls.First()}/list.txt";

    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Answers of 304.</summary>
    public int Unchanged => Volatile.Read(ref _unchanged);

    public string Body
    {
        set => _body = value;
    }

    public int Status
    {
        set => _status = value;
    }

    public static async Task<FeedServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new FeedServer(app);
        app.Run(server.Answer);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        Interlocked.Increment(ref _asked);
        var body = Encoding.UTF8.GetBytes(_body);
        var etag = $"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body))[..16]}\"";
        context.Response.Headers.ETag = etag;
        if (_status != 200)
        {
            context.Response.StatusCode = _status;
            return;
        }

        if (context.Request.Headers.IfNoneMatch == etag)
        {
            Interlocked.Increment(ref _unchanged);
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.Headers.ContentEncoding = "gzip";
        await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
        await packed.WriteAsync(body);
    }
}
