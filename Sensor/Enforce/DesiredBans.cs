using System.Runtime.InteropServices;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Sensor.Enforce.Protect;

namespace Tegument.Sensor.Enforce;

/// <summary>
/// What the ledger wants of this host, prefix by prefix with deadlines of our own clock, and what of it the kernel is to hold: protected
/// prefixes are left out, and of a set's too many bans the longest are kept. Every change is reported into a <see cref="BanChanges"/>.
/// Bounded by <paramref name="maxBans"/>; what does not fit is counted and comes again with the next snapshot. One thread.
/// </summary>
/// <param name="setCapacity">The most bans wanted in one kernel set.</param>
public sealed class DesiredBans(int maxBans, int setCapacity)
{
    /// <summary>Deadlines that differ by less are the same: the ledger's seconds left jitter by the way they came.</summary>
    private const long SameDeadlineMs = 500;

    private const int MaxShards = 1024;
    private const int Adopted = -1;
    private readonly Dictionary<IpPrefix, DesiredBan> _bans = [];
    private readonly Dictionary<int, LedgerPosition> _positions = [];
    private readonly int[] _wantedInSet = new int[BanSet.Count];
    private readonly int[] _inState = new int[3];
    private ProtectionCheck _protection = new(Contracts.Fleet.Protection.None);
    private int _snapshots;
    private bool _selectionDue;

    public int Wanted => _inState[(int)BanState.Wanted];

    public int Protected => _inState[(int)BanState.Protected];

    public int Crowded => _inState[(int)BanState.Crowded];

    /// <summary>Bans that were not even remembered, since the last snapshot.</summary>
    public long Forgotten { get; private set; }

    /// <summary>No ledger has spoken yet: bans that the kernel holds and we do not know are kept until one does.</summary>
    public bool Adopting => _positions.Count == 0;

    public IEnumerable<LedgerPosition> Positions => _positions.Values;

    public IEnumerable<KeyValuePair<IpPrefix, DesiredBan>> All => _bans;

    /// <summary>Null reference when the prefix is unknown; valid until the next change of this table.</summary>
    public ref DesiredBan Find(IpPrefix prefix) => ref CollectionsMarshal.GetValueRefOrNullRef(_bans, prefix);

    /// <summary>Why a prefix is refused here; null when it is not.</summary>
    public string? Refusal(IpPrefix prefix) => _protection.Reason(prefix);

    public DeltaOutcome Apply(LedgerChange change, long nowMs, BanChanges changes)
    {
        var shard = change.Position.Shard;
        if (!change.IsSnapshot)
        {
            if (!_positions.TryGetValue(shard, out var at) || at.Ledger != change.Position.Ledger) return DeltaOutcome.SnapshotNeeded;
            if (change.Position.Revision < at.Revision) return DeltaOutcome.Outdated;
        }
        else
        {
            if (_positions.Count >= MaxShards && !_positions.ContainsKey(shard)) return DeltaOutcome.Outdated;
            _snapshots++;
            Forgotten = 0;
        }

        foreach (var target in change.Targets)
        {
            if (target.DeadlineMs <= nowMs) Lift(target.Prefix, changes);
            else Set(target, shard, changes);
        }

        if (change.IsSnapshot) LiftUnnamed(shard, changes);
        _positions[shard] = change.Position;
        return DeltaOutcome.Applied;
    }

    /// <summary>The shard's history is unknown from here on; its bans stay until a snapshot says otherwise.</summary>
    public void ForgetPosition(int shard) => _positions.Remove(shard);

    /// <summary>
    /// Keeps a ban that the kernel holds and no ledger has spoken about; it ends when the kernel would end it. False when there is no room
    /// for it, or when it covers something protected.
    /// </summary>
    public bool TryAdopt(IpPrefix prefix, long deadlineMs)
    {
        var set = BanSet.Of(prefix).Index;
        if (_bans.Count >= maxBans || _wantedInSet[set] >= setCapacity || Refusal(prefix) is not null) return false;
        _bans[prefix] = new DesiredBan { DeadlineMs = deadlineMs, Shard = Adopted, Origin = BanOrigin.Automatic, State = BanState.Wanted };
        _inState[(int)BanState.Wanted]++;
        _wantedInSet[set]++;
        return true;
    }

    /// <summary>
    /// Drops what has ended by then; the kernel's own timeout does the rest. Also the moment at which crowded sets choose again, since that
    /// looks at every ban.
    /// </summary>
    public void Expire(long nowMs, BanChanges changes)
    {
        foreach (var (prefix, ban) in _bans)
        {
            // Removing while enumerating is allowed for Dictionary<,>.
            if (ban.DeadlineMs > nowMs) continue;
            Leave(prefix, ban.State);
            _bans.Remove(prefix);
        }

        SelectLongest(changes);
    }

    /// <summary>Judges all bans by another protection.</summary>
    public void Protect(ProtectionCheck protection, BanChanges changes)
    {
        if (ReferenceEquals(protection, _protection)) return;
        _protection = protection;
        foreach (var prefix in _bans.Keys.ToArray())
        {
            ref var ban = ref Find(prefix);
            var isProtected = protection.Reason(prefix) is not null;
            if (isProtected == (ban.State == BanState.Protected)) continue;
            Move(prefix, ref ban, isProtected ? BanState.Protected : BanState.Crowded, changes);
            _selectionDue |= !isProtected;
        }

        SelectLongest(changes);
    }

    private void Set(BanTarget target, int shard, BanChanges changes)
    {
        ref var ban = ref Find(target.Prefix);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref ban))
        {
            Enter(target, shard, changes);
            return;
        }

        var moved = Math.Abs(ban.DeadlineMs - target.DeadlineMs) > SameDeadlineMs;
        if (moved) ban.DeadlineMs = target.DeadlineMs;
        ban.Origin = target.Origin;
        ban.Shard = shard;
        ban.Snapshot = _snapshots;
        if (!moved) return;
        if (ban.State == BanState.Wanted)
        {
            ban.Packets = 0;
            changes.Refresh(target.Prefix, target.DeadlineMs);
        }

        _selectionDue |= Crowded > 0;
    }

    private void Enter(BanTarget target, int shard, BanChanges changes)
    {
        if (_bans.Count >= maxBans)
        {
            Forgotten++;
            return;
        }

        var state = _protection.Reason(target.Prefix) is not null ? BanState.Protected
            : _wantedInSet[BanSet.Of(target.Prefix).Index] >= setCapacity ? BanState.Crowded
            : BanState.Wanted;
        _bans[target.Prefix] = new DesiredBan
        {
            DeadlineMs = target.DeadlineMs, Origin = target.Origin, Shard = shard, Snapshot = _snapshots, State = state,
        };
        _inState[(int)state]++;
        if (state == BanState.Wanted)
        {
            _wantedInSet[BanSet.Of(target.Prefix).Index]++;
            changes.Add(target.Prefix, target.DeadlineMs);
        }

        _selectionDue |= state == BanState.Crowded;
    }

    private void Lift(IpPrefix prefix, BanChanges changes)
    {
        if (!_bans.Remove(prefix, out var ban)) return;
        Leave(prefix, ban.State);
        if (ban.State == BanState.Wanted) changes.Remove(prefix);
    }

    private void LiftUnnamed(int shard, BanChanges changes)
    {
        foreach (var (prefix, ban) in _bans)
        {
            if (ban.Snapshot != _snapshots && (ban.Shard == shard || ban.Shard == Adopted)) Lift(prefix, changes);
        }
    }

    private void Leave(IpPrefix prefix, BanState state)
    {
        _inState[(int)state]--;
        if (state == BanState.Wanted) _wantedInSet[BanSet.Of(prefix).Index]--;
        _selectionDue |= Crowded > 0;
    }

    private void Move(IpPrefix prefix, ref DesiredBan ban, BanState state, BanChanges changes)
    {
        if (ban.State == BanState.Wanted) changes.Remove(prefix);
        Leave(prefix, ban.State);
        ban.State = state;
        ban.Packets = 0;
        _inState[(int)state]++;
        if (state != BanState.Wanted) return;
        _wantedInSet[BanSet.Of(prefix).Index]++;
        changes.Add(prefix, ban.DeadlineMs);
    }

    /// <summary>Where a set has more bans than room, the longest get in.</summary>
    private void SelectLongest(BanChanges changes)
    {
        if (!_selectionDue || Crowded == 0)
        {
            _selectionDue = false;
            return;
        }

        var candidates = _bans.Where(b => b.Value.State != BanState.Protected).ToLookup(b => BanSet.Of(b.Key));
        foreach (var set in candidates)
        {
            // Of equal deadlines those already in the kernel stay, so that nothing is moved for nothing.
            var ordered = set.OrderByDescending(b => b.Value.DeadlineMs).ThenBy(b => b.Value.State).Select(b => b.Key).ToArray();
            for (var i = setCapacity; i < ordered.Length; i++) MoveTo(ordered[i], BanState.Crowded, changes);
            for (var i = 0; i < Math.Min(setCapacity, ordered.Length); i++) MoveTo(ordered[i], BanState.Wanted, changes);
        }

        _selectionDue = false;
    }

    private void MoveTo(IpPrefix prefix, BanState state, BanChanges changes)
    {
        ref var ban = ref Find(prefix);
        if (ban.State != state) Move(prefix, ref ban, state, changes);
    }
}
