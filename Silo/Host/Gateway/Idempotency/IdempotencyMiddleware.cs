using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Idempotency;

/// <summary>
/// A write with an <c>Idempotency-Key</c> is done once: sent again with the same token, key and content, it gets the reply of the first
/// time. Only successes are kept, and each is durable before it is sent.
/// </summary>
/// <remarks>
/// The effect is committed before its reply is kept. A crash between the two forgets the key: the same write sent again is done again,
/// which for bans, unbans, postures and policies leads to the same state.
/// </remarks>
public sealed partial class IdempotencyMiddleware(RequestDelegate next, ReplyStore replies, ILogger<IdempotencyMiddleware> log)
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";
    public const int MaxKeyLength = 255;

    /// <summary>A larger reply is not kept, only that the call was done.</summary>
    public const int MaxReplyBytes = 8 * 1024;

    private readonly ConcurrentDictionary<(string Token, string Key), bool> _running = new();

    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var header = context.Request.Headers[Header];
        var reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        var secret = context.GetEndpoint()?.Metadata.GetMetadata<SecretRequest>() is not null;
        if (header.Count == 0 || reads || secret || context.Features.Get<Caller>() is not { } caller) return next(context);
        return Once(context, caller.Token.Id, Checked(header.ToString()));
    }

    private async Task Once(HttpContext context, string token, string key)
    {
        if (!_running.TryAdd((token, key), true))
        {
            context.Response.Headers.RetryAfter = "1";
            throw ApiProblemException.Conflict("still running", "the call with this key has not ended yet; ask again in a moment", Header);
        }

        try
        {
            var request = await Fingerprint(context.Request, context.RequestAborted);
            if (replies.Find(token, key) is { } kept) await Replay(context, kept, request);
            else await RunAndKeep(context, token, key, request);
        }
        finally
        {
            _running.TryRemove((token, key), out _);
        }
    }

    private static Task Replay(HttpContext context, KeptReply kept, byte[] request)
    {
        if (!kept.Request.AsSpan().SequenceEqual(request))
            throw new ApiProblemException(StatusCodes.Status422UnprocessableEntity, "key used before", "this key was used for another request; take a new one", Header);
        if (kept.Body is null)
            throw ApiProblemException.Conflict("done before", "this call was done under this key, and its reply is not kept: it held a secret, or was too large", Header);
        context.Response.StatusCode = kept.Status;
        context.Response.ContentType = kept.ContentType;
        context.Response.Headers[ReplayedHeader] = "true";
        return context.Response.Body.WriteAsync(kept.Body, context.RequestAborted).AsTask();
    }

    private async Task RunAndKeep(HttpContext context, string token, string key, byte[] request)
    {
        var response = context.Response;
        var wire = response.Body;
        using var body = new MemoryStream();
        response.Body = body;
        try
        {
            await next(context);
        }
        finally
        {
            response.Body = wire; // Whoever writes an error writes to the caller.
        }

        if (response.StatusCode is >= 200 and < 300) await Keep(context, token, key, request, body);
        body.Position = 0;
        await body.CopyToAsync(wire, context.RequestAborted);
    }

    private async Task Keep(HttpContext context, string token, string key, byte[] request, MemoryStream body)
    {
        var fits = body.Length <= MaxReplyBytes && context.GetEndpoint()?.Metadata.GetMetadata<SecretReply>() is null;
        try
        {
            await replies.Keep(token, key, new KeptReply(request, context.Response.StatusCode, context.Response.ContentType, fits ? body.ToArray() : null));
        }
        catch (StorageException e)
        {
            LogNotKept(context.Request.Method, context.Request.Path, e); // What was asked for is done and stored: that is what the caller must hear.
        }
    }

    private static async Task<byte[]> Fingerprint(HttpRequest request, CancellationToken cancel)
    {
        request.EnableBuffering(bufferThreshold: 256 * 1024);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.Path}\n{request.QueryString}\n{request.ContentType}\n"));
        var buffer = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancel)) > 0;) hash.AppendData(buffer, 0, read);
        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    private static string Checked(string key) => key.Length is > 0 and <= MaxKeyLength && key.All(c => c is > ' ' and <= '~')
        ? key
        : throw ApiProblemException.Invalid(Header, $"'{Header}' must be 1 to {MaxKeyLength} visible ASCII characters");

    [LoggerMessage(EventId = 545, Level = LogLevel.Warning, Message = "The reply to {Method} {Path} could not be kept for its idempotency key")]
    private partial void LogNotKept(string method, string path, Exception error);
}
