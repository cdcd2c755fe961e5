using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Bans;

/// <summary>
/// The active bans of one shard in memory: plans changes, applies them once they are stored, answers what executors must enforce.
/// No I/O, no clock of its own. Owned by one grain; not safe across threads. A time earlier than one seen before counts as that one.
/// </summary>
internal sealed class BanLedger
{
    /// <summary>A full ledger refuses new bans by name; extensions still pass.</summary>
    public const int MaxBans = 2_000_000;

    private static readonly TimeSpan SameTime = TimeSpan.FromMilliseconds(1);

    private readonly BanTable _table = new();
    private readonly BanTexts _texts = new();
    private readonly BanRetractions _retractions;
    private readonly BanHistory _history;
    private readonly IProtectionRules _protection;
    private readonly int _maxBans;
    private LedgerPosition _position;
    private DateTimeOffset _now;

    /// <param name="retractions">Outlives a ledger that is loaded anew.</param>
    public BanLedger(
        LedgerPosition position,
        IEnumerable<Ban> bans,
        IProtectionRules protection,
        BanRetractions retractions,
        int maxBans = MaxBans,
        int history = BanHistory.Capacity)
    {
        _position = position;
        _retractions = retractions;
        _protection = protection;
        _maxBans = maxBans;
        _history = new BanHistory(position.Revision, history);
        _table.Fill(bans);
    }

    public LedgerPosition Position => _position;

    public int Count => _table.Count;

    /// <summary>Whether a ban of this origin stands, as of the last call.</summary>
    public bool Holds(IpPrefix prefix, BanOrigin origin) => _table.TryGet(prefix, origin, out _);

    /// <summary>Drops bans that have ended; executors end them by themselves, so this is no change. Answers how many.</summary>
    public int Expire(DateTimeOffset now)
    {
        if (now > _now) _now = now;
        return _table.Expire(_now);
    }

    /// <summary>Outcomes in the order of the requests, and the changes that make them true.</summary>
    public (BanOutcome[] Outcomes, BanPlan Plan) PlanBans(BanRequest[] requests, DateTimeOffset now)
    {
        Expire(now);
        var outcomes = new BanOutcome[requests.Length];
        var changes = new List<BanStoreChange>();
        var planned = new Dictionary<(IpPrefix, BanOrigin), Ban>();
        var added = 0;
        for (var i = 0; i < requests.Length; i++)
        {
            var request = requests[i];
            var key = (request.Prefix, request.Origin);
            if (!planned.TryGetValue(key, out var held)) _table.TryGet(request.Prefix, request.Origin, out held);
            outcomes[i] = Plan(request, held, changes.Count, added);
            if (!outcomes[i].Changed || outcomes[i].Ban is not { } ban) continue;
            if (held is null) added++;
            planned[key] = ban;
            changes.Add(new BanStoreChange(ban, Lifted: false, ban.Actor, ban.Reason, _now));
        }

        return (outcomes, PlanOf(changes));
    }

    /// <summary>Lifts the bans of exactly this prefix, of one origin or of all.</summary>
    public BanPlan PlanUnban(IpPrefix prefix, BanOrigin? origin, string actor, string reason, DateTimeOffset now)
    {
        Expire(now);
        return PlanLift(_table.Of(prefix).Where(ban => origin is null || ban.Origin == origin), actor, reason);
    }

    /// <summary>Lifts those of these bans that stand.</summary>
    public BanPlan PlanLift(IEnumerable<BanKey> bans, string actor, string reason, DateTimeOffset now)
    {
        Expire(now);
        return PlanLift(Find(bans).DistinctBy(ban => (ban.Prefix, ban.Origin)), actor, reason);
    }

    /// <summary>Lifts automatic bans with a score below the threshold; all of them for null.</summary>
    public BanPlan PlanEndAutomatic(double? threshold, string actor, string reason, DateTimeOffset now)
    {
        Expire(now);
        return PlanLift(Loose(threshold), actor, reason);
    }

    /// <summary>What <see cref="PlanEndAutomatic"/> would lift, lowest score first.</summary>
    public BanPage AutomaticBelow(double? threshold, int limit, DateTimeOffset now)
    {
        Expire(now);
        var lowest = new PriorityQueue<Ban, double>();
        var total = 0L;
        foreach (var ban in Loose(threshold))
        {
            total++;
            if (lowest.Count < limit) lowest.Enqueue(ban, -ban.Score);
            else lowest.EnqueueDequeue(ban, -ban.Score);
        }

        return new BanPage([.. lowest.UnorderedItems.Select(item => item.Element).OrderBy(ban => ban.Score).ThenBy(ban => ban.Prefix)], total, null);
    }

    private IEnumerable<Ban> Loose(double? threshold) =>
        _table.All().Where(ban => ban.Origin == BanOrigin.Automatic && (threshold is null || ban.Score < threshold));

    /// <summary>Makes a plan true in memory. To be called once its changes are stored.</summary>
    public void Apply(BanPlan plan)
    {
        foreach (var change in plan.Changes)
        {
            if (change.Lifted) _table.Remove(change.Ban.Prefix, change.Ban.Origin);
            else _table.Put(change.Ban);
            _history.Add(change.Ban.Revision, change.Ban.Prefix);
        }

        _position = plan.After;
    }

    /// <summary>Decisions on this prefix made until now are void: their source may be banned again only for something later.</summary>
    public void Retract(IpPrefix prefix) => _retractions.Add(prefix, _now);

    /// <summary>Decisions with a score below the threshold made until now are void.</summary>
    public void RetractBelow(double? threshold) => _retractions.AddBelow(threshold, _now);

    public BanDelta Since(LedgerPosition? position, DateTimeOffset now)
    {
        Expire(now);
        var known = position is not null && position.Ledger == _position.Ledger && position.Shard == _position.Shard;
        if (!known || _history.Since(position!.Revision) is not { } changed) return new BanDelta(_position, IsSnapshot: true, Snapshot());
        var entries = new BanEntry[changed.Count];
        var next = 0;
        foreach (var prefix in changed.Order()) entries[next++] = EntryOf(prefix);
        return new BanDelta(_position, IsSnapshot: false, entries);
    }

    /// <exception cref="ArgumentException">Limit, cursor or a filter is out of range; the message names it.</exception>
    public BanPage List(BanQuery query, DateTimeOffset now)
    {
        Expire(now);
        return BanPages.Of(_table, query);
    }

    /// <summary>Those of these bans that stand.</summary>
    public IEnumerable<Ban> Find(IEnumerable<BanKey> bans)
    {
        foreach (var key in bans)
        {
            if (_table.TryGet(key.Prefix, key.Origin, out var ban)) yield return ban;
        }
    }

    private BanOutcome Plan(BanRequest request, Ban? held, int ahead, int added)
    {
        if (BanRules.Refuse(request, _protection) is { } refusal) return new BanOutcome(null, false, refusal);
        var expires = (request.DecidedAt ?? _now) + request.Ttl;
        if (expires <= _now) return new BanOutcome(null, false, BanRules.OverAlready);
        if (_retractions.Covers(request)) return new BanOutcome(null, false, BanRules.LiftedSince);

        // A person's word replaces a person's; everyone else can only extend, or say that more speaks for it.
        // A file holds times to the microsecond: less than a millisecond is no change.
        var same = request.Origin == BanOrigin.Manual
            ? (expires - held?.Expires)?.Duration() < SameTime && request.Reason == held!.Reason
            : expires <= held?.Expires && request.Score <= held.Score;
        if (same) return new BanOutcome(held, false, null);
        if (request.Origin != BanOrigin.Manual && expires < held?.Expires) expires = held.Expires;
        if (held is null && _table.Count + added >= _maxBans) return new BanOutcome(null, false, $"the ledger is full ({_maxBans} bans)");
        var ban = new Ban(
            request.Prefix,
            request.Origin,
            _texts.Share(request.Actor),
            _texts.Share(request.Reason),
            held?.Created ?? request.Created ?? request.DecidedAt ?? _now,
            expires,
            request.Score,
            _position.Revision + ahead + 1);
        return new BanOutcome(ban, true, null);
    }

    private BanPlan PlanLift(IEnumerable<Ban> bans, string actor, string reason)
    {
        var changes = new List<BanStoreChange>();
        foreach (var ban in bans)
        {
            changes.Add(new BanStoreChange(ban with { Revision = _position.Revision + changes.Count + 1 }, Lifted: true, actor, reason, _now));
        }

        return PlanOf(changes);
    }

    private BanPlan PlanOf(List<BanStoreChange> changes) =>
        new(_position with { Revision = _position.Revision + changes.Count }, [.. changes]);

    private BanEntry[] Snapshot()
    {
        var entries = new List<BanEntry>(_table.Count);
        Ban? longest = null;
        foreach (var ban in _table.All())
        {
            if (longest is not null && longest.Prefix != ban.Prefix)
            {
                entries.Add(EntryOf(longest));
                longest = null;
            }

            if (longest is null || ban.Expires > longest.Expires) longest = ban;
        }

        if (longest is not null) entries.Add(EntryOf(longest));
        return [.. entries];
    }

    private BanEntry EntryOf(IpPrefix prefix) =>
        _table.Of(prefix).MaxBy(ban => ban.Expires) is { } longest ? EntryOf(longest) : new BanEntry(prefix, 0, BanOrigin.Automatic);

    private BanEntry EntryOf(Ban ban) => new(ban.Prefix, (ban.Expires - _now).TotalSeconds, ban.Origin);
}
