using Orleans;
using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Bans;

/// <summary>
/// Owns the active bans of one shard (key: the shard number). Every change is committed to storage before the call answers; that answer is
/// the acknowledgement that no crash takes back.
/// </summary>
[Alias("tegument.IBanLedgerGrain")]
public interface IBanLedgerGrain : IGrainWithStringKey
{
    /// <summary>The single shard of a one-machine installation.</summary>
    const string Key = "0";

    /// <summary>One commit for all; outcomes in the order of the requests.</summary>
    [Alias("Ban")]
    Task<BanOutcome[]> Ban(BanRequest[] requests);

    /// <summary>What <see cref="Ban"/> would answer; nothing is changed.</summary>
    [Alias("Plan")]
    Task<BanOutcome[]> Plan(BanRequest[] requests);

    /// <summary>Lifts the bans of exactly this prefix, of one origin or of all. Answers with what was lifted: empty when nothing was.</summary>
    [Alias("Unban")]
    Task<Ban[]> Unban(IpPrefix prefix, BanOrigin? origin, string actor, string reason);

    /// <summary>Lifts those of these bans that stand, as one commit. Answers with what was lifted.</summary>
    [Alias("Lift")]
    Task<Ban[]> Lift(BanKey[] bans, string actor, string reason);

    /// <summary>Those of these bans that stand.</summary>
    [Alias("Find")]
    Task<Ban[]> Find(BanKey[] bans);

    /// <summary>Ends automatic bans whose score lies below the threshold: a looser posture would not have made them. Null ends all automatic ones.</summary>
    [Alias("EndAutomaticBelow")]
    Task<Ban[]> EndAutomaticBelow(double? threshold, string actor, string reason);

    /// <summary>
    /// What <see cref="EndAutomaticBelow"/> would end: the <paramref name="limit"/> lowest scores, and how many in all. Changes nothing.
    /// </summary>
    [Alias("AutomaticBelow")]
    Task<BanPage> AutomaticBelow(double? threshold, int limit);

    /// <summary>The changes since a position, or a snapshot where the position is unknown, ahead, or too old. Null asks for a snapshot.</summary>
    [Alias("Since")]
    Task<BanDelta> Since(LedgerPosition? position);

    [Alias("List")]
    Task<BanPage> List(BanQuery query);

    /// <summary>The newest changes after a revision, at most <paramref name="limit"/>, oldest first: for whoever watches, not for executors.</summary>
    [Alias("Changes")]
    Task<BanChanges> Changes(long after, int limit);

    [Alias("Subscribe")]
    Task<LedgerPosition> Subscribe(IBanObserver observer);

    [Alias("Unsubscribe")]
    Task Unsubscribe(IBanObserver observer);
}
