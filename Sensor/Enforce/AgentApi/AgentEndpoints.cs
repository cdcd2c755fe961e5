using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Tegument.Sensor.Enforce.AgentApi;

/// <summary>What the local API answers. Bans and unbans go through the ledger; this host's own executor is only read.</summary>
internal sealed class AgentEndpoints(AgentApiOptions options, IAgentLedger ledger, Executor executor, AgentAudit audit, TimeProvider time)
{
    private const int MaxBans = 10_000;
    private static readonly string[] s_paths = ["/ban", "/unban", "/status", "/bans"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/ban", Ban);
        routes.MapPost("/unban", Unban);
        routes.MapGet("/status", Status);
        routes.MapGet("/bans", Bans);
        routes.MapFallback(Unknown);
    }

    private Task Ban(HttpContext context) => Change(context, "ban", (request, token, cancel) =>
        ledger.Ban(request.Prefix, request.Reason ?? "asked for by a program on the host", request.Ttl, token, cancel));

    private Task Unban(HttpContext context) => Change(context, "unban", (request, token, cancel) =>
        ledger.Unban(request.Prefix, request.Reason ?? "asked for by a program on the host", request.Only, token, cancel));

    private async Task Change(HttpContext context, string action, Func<AgentRequest, string?, CancellationToken, Task<AgentAnswer>> act)
    {
        AgentRequest? request = null;
        int code;
        string message;
        if (!TryToken(context, out var token))
        {
            (code, message) = (StatusCodes.Status401Unauthorized, "a bearer token is needed");
        }
        else if ((request = await ReadRequest(context).ConfigureAwait(false)) is null)
        {
            (code, message) = (StatusCodes.Status400BadRequest, (string)context.Items["error"]!);
        }
        else
        {
            (code, message) = Translate(await Ask(cancel => act(request, token, cancel), context).ConfigureAwait(false));
        }

        audit.Write(new AgentAuditEntry(
            time.GetUtcNow(), action, request?.Prefix.ToString(), request?.Reason, request?.Ttl?.TotalSeconds, Peer(context), Fingerprint(token), code, message));
        await Reply(context, code, message).ConfigureAwait(false);
    }

    private async Task Status(HttpContext context)
    {
        if (!await MayRead(context).ConfigureAwait(false)) return;
        var s = executor.Status;
        var message = s.ObserveOnly ? $"observe-only: {s.Decided} decided, nothing is dropped" : $"{s.Enforced} of {s.Decided} bans in force";
        var reply = new AgentStatusReply(
            "ok", message, s.Backend, s.Enforcing, s.ObserveOnly, s.Decided, s.Enforced, s.Stale, s.DroppedByBans, s.Protected, s.Crowded,
            s.RefusedByKernel, s.Applied, s.StoreFault, audit.Fault);
        await context.Response.WriteAsJsonAsync(reply, AgentJson.Default.AgentStatusReply, cancellationToken: context.RequestAborted).ConfigureAwait(false);
    }

    private async Task Bans(HttpContext context)
    {
        if (!await MayRead(context).ConfigureAwait(false)) return;
        var bans = await executor.Bans(MaxBans).ConfigureAwait(false);
        var s = executor.Status;
        var total = Math.Max(bans.Count, s.Decided + s.Protected + s.Crowded);
        var reply = new AgentBansReply(
            "ok",
            string.Create(CultureInfo.InvariantCulture, $"{bans.Count} of {total} bans"),
            [.. bans.Select(b => new AgentBan(b.Prefix.ToString(), b.Origin, Math.Round(b.SecondsLeft, 1), b.InForce, b.Packets, b.Refusal))]);
        await context.Response.WriteAsJsonAsync(reply, AgentJson.Default.AgentBansReply, cancellationToken: context.RequestAborted).ConfigureAwait(false);
    }

    private static Task Unknown(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        return s_paths.Contains(path, StringComparer.OrdinalIgnoreCase)
            ? Reply(context, StatusCodes.Status400BadRequest, $"{path} is not asked with {context.Request.Method}; there are POST /ban, POST /unban, GET /status and GET /bans")
            : Reply(context, StatusCodes.Status404NotFound, "there are POST /ban, POST /unban, GET /status and GET /bans");
    }

    private async Task<bool> MayRead(HttpContext context)
    {
        if (!TryToken(context, out var token))
        {
            await Reply(context, StatusCodes.Status401Unauthorized, "a bearer token is needed").ConfigureAwait(false);
            return false;
        }

        if (options.Open && token is null) return true;
        var (code, message) = Translate(await Ask(cancel => ledger.MayRead(token, cancel), context).ConfigureAwait(false));
        if (code == StatusCodes.Status200OK) return true;
        await Reply(context, code, message).ConfigureAwait(false);
        return false;
    }

    private async Task<AgentAnswer> Ask(Func<CancellationToken, Task<AgentAnswer>> question, HttpContext context)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(options.LedgerTimeout);
        try
        {
            return await question(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new AgentAnswer(AgentOutcome.Away, "the silo did not answer in time; ask again, an unanswered request may have been carried out");
        }
    }

    /// <summary>False when no token was given and one is needed.</summary>
    private bool TryToken(HttpContext context, out string? token)
    {
        const string scheme = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        token = header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? header[scheme.Length..].Trim() : null;
        if (string.IsNullOrEmpty(token)) token = null;
        return token is not null || options.Open;
    }

    private static async Task<AgentRequest?> ReadRequest(HttpContext context)
    {
        using var body = new MemoryStream();
        string error;
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
            if (AgentRequest.Parse(body.GetBuffer().AsMemory(0, (int)body.Length), out error) is { } request) return request;
        }
        catch (BadHttpRequestException e)
        {
            error = e.Message;
        }

        context.Items["error"] = error;
        return null;
    }

    private static (int Code, string Message) Translate(AgentAnswer answer) => (answer.Outcome switch
    {
        AgentOutcome.Done => StatusCodes.Status200OK,
        AgentOutcome.NotFound => StatusCodes.Status404NotFound,
        AgentOutcome.Refused => StatusCodes.Status409Conflict,
        AgentOutcome.Unauthorized => StatusCodes.Status401Unauthorized,
        AgentOutcome.Forbidden => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status503ServiceUnavailable,
    }, answer.Message);

    private static string Peer(HttpContext context) => $"{context.Connection.RemoteIpAddress}:{context.Connection.RemotePort}";

    private static string Fingerprint(string? token) =>
        token is null ? "none" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)).AsSpan(0, 4));

    public static Task Reply(HttpContext context, int code, string message)
    {
        context.Response.StatusCode = code;
        if (code == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
        var reply = code == StatusCodes.Status200OK ? AgentReply.Ok(message) : AgentReply.Error(message);
        return context.Response.WriteAsJsonAsync(reply, AgentJson.Default.AgentReply, cancellationToken: context.RequestAborted);
    }
}
