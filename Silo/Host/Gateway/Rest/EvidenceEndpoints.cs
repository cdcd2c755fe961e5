using Tegument.Contracts.Api;
using Tegument.Contracts.Evidence;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.OpenApi;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Recording;
using Tegument.Silo.Ingest;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>/api/v1/evidence</c> and <c>/api/v1/targets</c>, from recorded evidence.</summary>
internal static class EvidenceEndpoints
{
    private const string UsualPeriod = "15m";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/evidence", List)
            .Describe(
                "list-evidence", "Recorded evidence, the latest told first: one row per incident, as it was told last. A page may be short, even empty, and name a next one.",
                Allow.Viewers, StatusCodes.Status400BadRequest)
            .Example("limit=5&kind=port-scan&since=1h");
        api.MapGet("/targets", Targets)
            .Describe("list-targets", "The ports that attackers aimed at most in the time before now, most first.", Allow.Viewers, StatusCodes.Status400BadRequest)
            .Example("since=15m&limit=5");
    }

    private static async Task<EvidenceList> List(
        EvidencePages pages, EvidenceRecorder recorder, TimeProvider time, int? limit, string? after, string? within, string? kind, string? technique, string? sensor,
        string? since, string? until)
    {
        var now = time.GetUtcNow();
        var search = new EvidenceSearch(
            within is null ? null : Check.Prefix(within, "within"),
            Check.Name<EvidenceKind>(kind, "kind"),
            technique is null ? null : Check.Text(technique, "technique", EvidenceItem.MaxTechniqueLength),
            sensor is null ? null : Check.Text(sensor, "sensor", EvidenceCheck.MaxNameLength),
            since is null ? null : Check.Since(since, now),
            until is null ? null : Check.Since(until, now, "until"));
        var most = Check.Limit(limit, 100, EvidencePages.MaxPage);
        if (after is not null && !EvidencePlace.TryParse(after, out _)) throw ApiProblemException.Invalid("after", "'after' must be a page's next");
        await recorder.FlushFew();
        return pages.Page(search, most, EvidencePlace.TryParse(after, out var place) ? place : null);
    }

    private static Task<TargetList> Targets(TargetBoard board, TimeProvider time, string? since, int? limit, CancellationToken cancel)
    {
        var period = since ?? UsualPeriod;
        return board.Top(period, Check.Since(period, time.GetUtcNow()), Check.Limit(limit, 20, TargetBoard.MostTargets), cancel);
    }
}
