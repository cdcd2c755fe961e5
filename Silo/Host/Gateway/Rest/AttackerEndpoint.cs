using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.OpenApi;
using Tegument.Silo.Host.Recording;
using Tegument.Silo.Policy;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>GET /api/v1/attackers</c>: who was hostile in a period, from recorded evidence. One is answered at a time.</summary>
internal static class AttackerEndpoint
{
    private const int MostListed = 500;
    private static readonly TimeSpan Usual = TimeSpan.FromDays(1);
    private static readonly SemaphoreSlim Turn = new(1, 1);

    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/attackers", List)
        .Describe("list-attackers", "Who was hostile in a period, worst first, with the evidence and whether a ban covers them now.", Allow.Viewers, StatusCodes.Status400BadRequest)
        .Example("since=24h&limit=5");

    private static async Task<AttackerList> List(
        EvidenceStore store, EvidenceRecorder recorder, PolicyBoard policy, IGrainFactory grains, TimeProvider time, HttpContext context, string? since, string? until, int? limit)
    {
        var now = time.GetUtcNow();
        var from = since is null ? now - Usual : Check.Since(since, now);
        var to = until is null ? (DateTimeOffset?)null : Check.Since(until, now);
        var tally = new AttackerTally(policy.Reputation, Check.Limit(limit, 50, MostListed));
        await Turn.WaitAsync(context.RequestAborted);
        try
        {
            await recorder.Flush();
            await Task.Run(() => store.Read(from, told => Take(tally, told, to), context.RequestAborted));
        }
        finally
        {
            Turn.Release();
        }

        var worst = tally.Worst();
        for (var i = 0; i < worst.Length; i++) worst[i] = worst[i] with { Banned = await IsBanned(grains, worst[i].Address) };
        return new AttackerList(worst, tally.Sources, from, to ?? now);
    }

    private static void Take(AttackerTally tally, Silo.Policy.Simulation.RecordedEvidence told, DateTimeOffset? until)
    {
        if (until is null || told.At <= until) tally.Take(told);
    }

    private static async Task<bool> IsBanned(IGrainFactory grains, IpKey address)
    {
        var covering = await grains.GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key).List(new BanQuery(1) { Covering = address });
        return covering.Bans.Length > 0;
    }
}
