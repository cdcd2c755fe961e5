using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Policy;
using Tegument.Silo.Reputation;

namespace Tegument.Silo.Posture;

/// <summary>
/// What another posture would do to those already judged, by the code that would do it, on copies: changes nothing. Safe on any thread. Looks
/// at this silo's suspects, at most <see cref="MaxJudged"/> of them, highest scores first; what lies beyond is counted.
/// </summary>
public sealed class PosturePreviews(IGrainFactory grains, SuspectIndex suspects, PolicyBoard board, PostureBoard posture, TimeProvider time)
{
    public const int MaxJudged = 10_000;

    private const int Window = 256;

    /// <summary>A score is noted when it is judged; what happens between may have moved it this little.</summary>
    private const double Margin = 1;

    public async Task<PosturePreview> Of(PostureLevel level)
    {
        var policy = board.Reputation;
        var now = posture.Level;
        var judged = new List<Judgement>();
        var beyond = 0;
        if (level > now && policy.BansFrom(level) is { } from)
        {
            var candidates = suspects.At(time.GetUtcNow(), from - Margin);
            beyond = Math.Max(0, candidates.Length - MaxJudged);
            judged = await Judge([.. candidates.Take(MaxJudged)], level);
        }

        var bans = judged.Where(judgement => judgement.Ban is not null).ToArray();
        var held = judged.Where(judgement => judgement is { Ban: null, Note: not null }).ToArray();
        var ended = level < now ? await Ledger.AutomaticBelow(policy.BansFrom(level), PosturePreview.MaxListed) : new BanPage([], 0, null);
        return new PosturePreview(
            level, now, policy.ThresholdOf(level), policy.ThresholdOf(now),
            bans.Length, Items(bans, judgement => judgement.Ban!.Reason),
            ended.Total, [.. ended.Bans.Select(ban => new PosturePreviewItem(ban.Prefix, Math.Round(ban.Score, 1), ban.Reason))],
            held.Length, Items(held, judgement => judgement.Note!),
            beyond);
    }

    private async Task<List<Judgement>> Judge(string[] keys, PostureLevel level)
    {
        var judged = new List<Judgement>(keys.Length);
        foreach (var window in keys.Chunk(Window))
        {
            judged.AddRange(await Task.WhenAll(window.Select(key => grains.GetGrain<IIpReputationGrain>(key).Foresee(level))));
        }

        return judged;
    }

    private static PosturePreviewItem[] Items(IEnumerable<Judgement> judgements, Func<Judgement, string> why) =>
    [
        .. judgements.OrderByDescending(judgement => judgement.Score).Take(PosturePreview.MaxListed)
            .Select(judgement => new PosturePreviewItem(IpPrefix.Parse(judgement.Key), Math.Round(judgement.Score, 1), why(judgement))),
    ];

    private IBanLedgerGrain Ledger => grains.GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key);
}
