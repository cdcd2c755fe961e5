using Tegument.Contracts.Addresses;
using Tegument.Contracts.Policy;
using Tegument.Contracts.Reputation;

namespace Tegument.Silo.Policy.Simulation;

/// <summary>
/// Judges recorded evidence by two policies and keeps who fares differently: the same judge, source by source, each from a clean start.
/// Takes the evidence in the order of its sources. Pure; one thread; holds one source's evidence at a time.
/// </summary>
public sealed class PolicySimulation(SimulatedPolicy running, SimulatedPolicy proposed, IReadOnlyList<PostureStep> postures)
{
    /// <summary>Sources that each list names; more are counted.</summary>
    public const int MaxListed = 1000;

    /// <summary>Evidence of one source that is judged; more is left out and counted.</summary>
    public const int MaxPerSource = 100_000;

    private readonly List<RecordedEvidence> _events = [];
    private readonly List<SimulatedChange> _banned = [];
    private readonly List<SimulatedChange> _spared = [];
    private IpPrefix? _subject;
    private long _items;
    private long _left;
    private long _sources;
    private long _bannedNow;
    private long _bannedThen;
    private long _newlyBanned;
    private long _newlySpared;

    /// <summary>In the order of the sources' addresses; times in any order.</summary>
    public void Take(RecordedEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var source = evidence.Item.Source;
        var subject = ReputationKey.PrefixOf(source, running.Protection.IsOnLink(source));
        if (_subject != subject) Judge();
        _subject = subject;
        _items++;
        if (_events.Count < MaxPerSource) _events.Add(evidence);
        else _left++;
    }

    /// <summary>After the last evidence: the totals, and the lists, heaviest first.</summary>
    public SimulationTotals Finish(out SimulatedChange[] banned, out SimulatedChange[] spared)
    {
        Judge();
        banned = [.. _banned.OrderByDescending(change => change.ProposedScore).ThenBy(change => change.Address, StringComparer.Ordinal)];
        spared = [.. _spared.OrderByDescending(change => change.RunningScore).ThenBy(change => change.Address, StringComparer.Ordinal)];
        return new SimulationTotals(_items, _sources, _bannedNow, _bannedThen, _newlyBanned, _newlySpared, _left);
    }

    private void Judge()
    {
        if (_subject is not { } subject || _events.Count == 0) return;
        _sources++;
        _events.Sort(static (a, b) => a.At.CompareTo(b.At));
        var now = new SubjectReplay(running, subject).Run(_events, postures);
        var then = new SubjectReplay(proposed, subject).Run(_events, postures);
        _events.Clear();
        if (now.Ban is not null) _bannedNow++;
        if (then.Ban is not null) _bannedThen++;
        if (now.Ban is null && then.Ban is { } ban && ++_newlyBanned <= MaxListed) _banned.Add(Change(subject, ban, now, then));
        if (then.Ban is null && now.Ban is { } was && ++_newlySpared <= MaxListed) _spared.Add(Change(subject, was, now, then));
    }

    private static SimulatedChange Change(IpPrefix subject, BanDecision ban, SimulatedOutcome now, SimulatedOutcome then) => new(
        ReputationKey.TextOf(subject), ban.DecidedAt, Math.Round(now.Score, 3), Math.Round(then.Score, 3), ban.Ttl.TotalSeconds, ban.Verified, ban.Reason,
        now.Note ?? then.Note);
}
