using System.Globalization;
using System.Text;
using System.Text.Json;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Exchange;
using Tegument.Silo.Host.Gateway.OpenApi;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>/api/v1/audit</c>, for administrators.</summary>
internal static class AuditEndpoint
{
    private const string Header = "id,at,actor,from,action,subject,reason,outcome,before,after,hash\r\n";

    private static readonly SemaphoreSlim OneVerification = new(1, 1);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/audit", List)
            .Describe("audit", "Who did what, why and from where, newest first, filtered.", Allow.Admins, StatusCodes.Status400BadRequest)
            .Example("limit=20&action=ban,unban");
        api.MapGet("/audit/export", Export)
            .Describe("export-audit", "All entries that match as a file, oldest first: json (an object a line) or csv.", Allow.Admins, StatusCodes.Status400BadRequest)
            .Produces<string>(StatusCodes.Status200OK, "application/x-ndjson", "text/csv")
            .Example("format=json&action=posture");
        api.MapGet("/audit/verify", Verify)
            .Describe(
                "verify-audit", "Follows the chain of hashes through the log; with an entry's id and hash that were kept elsewhere, compares those too.", Allow.Admins,
                StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict)
            .Example();
    }

    private static AuditList List(
        AuditLog audit, int? limit, long? before, string? actor, string[]? action, string? subject, string? text, string? since, string? until) =>
        audit.Page(Search(actor, action, subject, text, since, until), Check.Limit(limit, 100, AuditLog.MaxPage), before);

    private static async Task Export(
        HttpContext context, AuditLog audit, string? format, string? actor, string[]? action, string? subject, string? text, string? since, string? until)
    {
        var wanted = Check.Name<AuditFormat>(format, "format") ?? AuditFormat.Json;
        var search = Search(actor, action, subject, text, since, until);
        context.Response.ContentType = (wanted == AuditFormat.Csv ? "text/csv" : "application/x-ndjson") + "; charset=utf-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"audit.{(wanted == AuditFormat.Csv ? "csv" : "jsonl")}\"";
        var lines = new StringBuilder(wanted == AuditFormat.Csv ? Header : "");
        for (long? after = 0; after is { } place;)
        {
            (var entries, after) = audit.Following(search, place);
            foreach (var entry in entries) Write(lines, entry, wanted);
            await context.Response.WriteAsync(lines.ToString(), context.RequestAborted);
            lines.Clear();
        }
    }

    private static async Task<AuditVerification> Verify(AuditLog audit, long? id, string? hash, CancellationToken cancel)
    {
        if (id is null != hash is null) throw ApiProblemException.Invalid(id is null ? "id" : "hash", "'id' and 'hash' go together");
        if (hash is not null && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit))) throw ApiProblemException.Invalid("hash", "'hash' must be 64 hex digits");
        if (!await OneVerification.WaitAsync(0, cancel)) throw ApiProblemException.Conflict("already running", "the log is being verified already; ask again in a moment");
        try
        {
            return await Task.Run(() => audit.Verify(id is { } number ? (number, hash!) : null), cancel);
        }
        finally
        {
            OneVerification.Release();
        }
    }

    private static AuditSearch Search(string? actor, string[]? action, string? subject, string? text, string? since, string? until) => new(
        actor is null ? null : Check.Text(actor, "actor", BanRequest.MaxActorLength),
        action is not { Length: > 0 } ? null : [.. action.SelectMany(names => names.Split(',')).Select(name => Check.Text(name, "action", 40))],
        subject is null ? null : Check.Text(subject, "subject", 200),
        text is null ? null : Check.Text(text, "text", AuditSearch.MaxText),
        Check.Time(since, "since"),
        Check.Time(until, "until"));

    private static void Write(StringBuilder lines, AuditEntry entry, AuditFormat format)
    {
        if (format == AuditFormat.Json)
        {
            lines.Append(JsonSerializer.Serialize(entry, ApiJson.Default.AuditEntry)).Append('\n');
            return;
        }

        lines.Append(CultureInfo.InvariantCulture, $"{entry.Id},{entry.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}");
        foreach (var cell in (string?[])[entry.Actor, entry.From, entry.Action, entry.Subject, entry.Reason, entry.Outcome, entry.Before, entry.After, entry.Hash])
        {
            lines.Append(',');
            CsvCell.Write(lines, cell ?? "");
        }

        lines.Append("\r\n");
    }
}
