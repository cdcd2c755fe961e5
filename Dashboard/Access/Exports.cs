using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Contracts.Wire;
using Tegument.Dashboard.Components.Ledger;
using Tegument.Dashboard.Hosting;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Access;

/// <summary>Files to save: bans and the audit log, streamed through from the silo as the person who asks.</summary>
public static class Exports
{
    public static void MapExports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/export/bans", (HttpContext context, SiloAccess silo, TimeProvider time, string? format, string? q, string? origin, string? kind, string? ends) =>
        {
            if (!WireName.TryParse<BanFormat>(format, out var chosen)) return Task.FromResult(Results.BadRequest());
            var filter = BanSearch.Filter(q, origin, 10_000, kind, LedgerState.Before(ends, time.GetUtcNow()));
            return Send(context, silo, $"bans.{(chosen == BanFormat.Plain ? "txt" : WireName.Of(chosen))}", (client, to, cancel) => client.ExportBansAsync(chosen, to, filter, cancel));
        }).RequireAuthorization();
        routes.MapGet("/export/audit", (HttpContext context, SiloAccess silo, string? format) =>
            !WireName.TryParse<AuditFormat>(format, out var chosen)
                ? Task.FromResult(Results.BadRequest())
                : Send(context, silo, $"audit.{WireName.Of(chosen)}", (client, to, cancel) => client.ExportAuditAsync(chosen, to, null, cancel)))
            .RequireAuthorization(policy => policy.RequireRole(Roles.Admin));
    }

    private static async Task<IResult> Send(HttpContext context, SiloAccess silo, string name, Func<TegumentClient, Stream, CancellationToken, Task> export)
    {
        if (ConsoleClaims.SecretOf(context.User) is not { } secret) return Results.Unauthorized();
        using var client = silo.As(secret);
        context.Response.ContentType = "application/octet-stream";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await export(client, context.Response.Body, context.RequestAborted);
        }
        catch (Exception e) when (!context.Response.HasStarted && e is TegumentApiException or SiloUnreachableException)
        {
            context.Response.Headers.Remove("Content-Disposition");
            return Results.Text(e.Message, "text/plain", statusCode: StatusCodes.Status502BadGateway);
        }

        return Results.Empty;
    }
}
