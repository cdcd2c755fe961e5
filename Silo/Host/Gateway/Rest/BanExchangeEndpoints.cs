using System.Text;
using Orleans;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Exchange;
using Tegument.Silo.Host.Gateway.OpenApi;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>/api/v1/bans/export</c> and <c>/api/v1/bans/import</c>: files of bans, streamed.</summary>
internal static class BanExchangeEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/bans/export", Export)
            .Describe("export-bans", "All bans that match, as a file: csv, json, plain or nft.", Allow.Viewers, StatusCodes.Status400BadRequest)
            .Produces<string>(StatusCodes.Status200OK, "text/csv", "application/json", "text/plain")
            .Example("format=csv&origin=manual");
        api.MapPost("/bans/import", Import)
            .Describe(
                "import-bans", "Bans what a file lists. By default one bad line refuses the whole file.", Allow.Operators,
                StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status503ServiceUnavailable)
            .Accepts<string>("*/*")
            .WithMetadata(new BodyLimit(GatewayLimits.MaxImportBytes))
            .Example("format=plain&ttlSeconds=86400&reason=last night's list", body: "198.51.100.50\n198.51.100.51\n", mediaType: "*/*");
    }

    /// <summary>Page by page, from the ledger to the socket.</summary>
    private static async Task Export(HttpContext context, IGrainFactory grains, TimeProvider time, [AsParameters] BanListing listing, string? format)
    {
        var wanted = Check.Name<BanFormat>(format, "format") ?? BanFormat.Json;
        if (listing.Sort is not null || listing.After is not null || listing.Limit is not null || listing.Jump is not null)
            throw ApiProblemException.Invalid("sort", "an export holds all that match, in the order of their prefixes");
        var query = listing.Query() with { Limit = BanQuery.MaxLimit };
        var writer = BanWriters.Of(wanted, time.GetUtcNow());
        var page = await BanEndpoints.Listed(grains, query); // Before the first byte: what it refuses is a problem and not a cut file.
        context.Response.ContentType = writer.MediaType + "; charset=utf-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"bans.{(wanted == BanFormat.Plain ? "txt" : WireName.Of(wanted))}\"";
        var text = new StringBuilder();
        writer.Begin(text);
        while (true)
        {
            foreach (var ban in page.Bans) writer.Write(text, ban);
            if (page.Next is null) writer.End(text);
            await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
            text.Clear();
            if (page.Next is null) return;
            page = await BanEndpoints.Listed(grains, query with { After = page.Next });
        }
    }

    private static async Task<BanImportReply> Import(
        HttpContext context, BanImport import, AuditLog audit, string? format, double? ttlSeconds, string? reason, bool? dryRun, string? onError)
    {
        var caller = Caller.Of(context);
        var options = new BanImportOptions(
            Check.Name<BanFormat>(format, "format") ?? throw ApiProblemException.Invalid("format", "'format' must be csv, json, plain or nft"),
            Check.Seconds(ttlSeconds ?? BanCreate.DefaultTtlSeconds, "ttlSeconds", BanRequest.MinTtl, BanRequest.MaxTtl),
            reason is null ? "imported" : Check.Reason(reason),
            dryRun ?? false,
            onError is "skip" || (onError is null or "stop" ? false : throw ApiProblemException.Invalid("onError", "'onError' must be stop or skip")));
        var record = new AuditRecord(caller.Actor, caller.From, "ban-import", WireName.Of(options.Format), options.Reason);
        try
        {
            var reply = await import.Run(context.Request.Body, options, caller.Actor, context.RequestAborted);
            if (!reply.DryRun)
                await audit.Append(record with { After = $"{reply.Made} made, {reply.Unchanged} unchanged, {reply.Ended} over already, {reply.Refused} refused" });
            return reply;
        }
        catch (ApiProblemException e) when (!options.DryRun)
        {
            await audit.Append(record with { Outcome = $"refused: {e.Message}" });
            throw;
        }
    }
}
