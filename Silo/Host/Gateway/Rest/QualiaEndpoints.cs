using Orleans;
using Tegument.Contracts.Api;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Qualia;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.OpenApi;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Qualia;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>/api/v1/qualia</c> and the series of evidence that is kept with them.</summary>
internal static class QualiaEndpoints
{
    private static readonly TimeSpan UsualSpan = TimeSpan.FromMinutes(15);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/qualia", Now)
            .Describe("qualia", "How the fleet feels now: pressure, temperature and pain, each with what is usual and where it comes from.", Allow.Viewers);
        api.MapGet("/qualia/history", History)
            .Describe("qualia-history", "How the fleet felt: means and peaks in steps of 1 second to an hour.", Allow.Viewers, StatusCodes.Status400BadRequest)
            .Example("since=1h&step=60");
        api.MapGet("/evidence/series", Evidence)
            .Describe("evidence-series", "Evidence over time by kind, or by technique as well.", Allow.Viewers, StatusCodes.Status400BadRequest)
            .Example("since=1h&kind=port-scan&techniques=true");
    }

    private static async Task<QualiaSnapshot> Now(QualiaBoard board, IGrainFactory grains) => board.Current ?? await Grain(grains).Now();

    private static async Task<QualiaHistory> History(IGrainFactory grains, TimeProvider time, string? since, int? step)
    {
        var query = Query(time, since, step);
        var steps = await Grain(grains).History(query);
        return new QualiaHistory(query.Since, query.StepSeconds, Array.ConvertAll(steps, s => s.Point));
    }

    private static async Task<EvidenceSeriesList> Evidence(
        IGrainFactory grains, TimeProvider time, string? since, int? step, string? kind, bool? techniques)
    {
        var query = Query(time, since, step);
        var only = Check.Name<EvidenceKind>(kind, "kind");
        return new EvidenceSeriesList(query.Since, query.StepSeconds, EvidenceSeriesOf.Steps(await Grain(grains).History(query), only, techniques ?? false));
    }

    private static QualiaQuery Query(TimeProvider time, string? since, int? step)
    {
        var now = time.GetUtcNow();
        var from = since is null ? now - UsualSpan : Check.Since(since, now);
        var query = new QualiaQuery(from, step ?? QualiaQuery.StepFor(now - from));
        return QualiaHistoryRules.Refuse(query, now) is { } refusal ? throw ApiProblemException.Invalid(refusal[..refusal.IndexOf(':', StringComparison.Ordinal)], refusal) : query;
    }

    private static IQualiaGrain Grain(IGrainFactory grains) => grains.GetGrain<IQualiaGrain>(IQualiaGrain.Key);
}
