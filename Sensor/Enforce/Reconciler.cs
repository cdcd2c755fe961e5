using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Enforce;

/// <summary>
/// Brings the kernel to what is desired and proves it: commits changes, reads back, compares, repairs. What cannot be done stays desired
/// and is tried again with the next proof. The executor's inner half, without thread or queue; one thread.
/// </summary>
public sealed class Reconciler(DesiredBans desired, EnforcementClock clock)
{
    /// <summary>Culprits that are remembered by name; more are only counted.</summary>
    private const int MaxNamed = 1000;

    private readonly BanChanges _changes = new();
    private readonly long[] _droppedByOrigin = new long[4];
    private readonly Dictionary<IpPrefix, string> _refused = [];
    private int _proof;
    private int _lastComplete;

    /// <summary>Wanted bans that the last proof found.</summary>
    public int Held { get; private set; }

    /// <summary>Wanted bans at the time of the last proof; what <see cref="Held"/> is to be compared with.</summary>
    public int WantedAtProof { get; private set; }

    /// <summary>Why the kernel does not hold what it should; null when it does.</summary>
    public string? Stale { get; private set; } = "not yet proven";

    /// <summary>The last proof that had to put something right; null when none had.</summary>
    public RepairReport? LastRepair { get; private set; }

    /// <summary>Elements put right since the start.</summary>
    public long Repaired { get; private set; }

    /// <summary>Changes that the kernel refused on their own, since the start.</summary>
    public long RefusedByKernel { get; private set; }

    /// <summary>The prefixes that the kernel refuses, with its words.</summary>
    public IReadOnlyDictionary<IpPrefix, string> Refused => _refused;

    public IReadOnlyList<long> DroppedByOrigin => _droppedByOrigin;

    /// <summary>The last proof found this ban.</summary>
    public bool IsHeld(DesiredBan ban) => ban.State == BanState.Wanted && ban.Proof >= _lastComplete && ban.Proof > 0;

    /// <summary>Where changes to what is desired are reported; <see cref="Commit"/> makes them.</summary>
    public BanChanges Changes => _changes;

    /// <summary>Makes the waiting changes. What the backend cannot do now is found missing by the next proof.</summary>
    public void Commit(IEnforcementBackend backend)
    {
        if (_changes.Count == 0) return;
        var changes = _changes.ToArray();
        _changes.Clear();
        var result = Apply(backend, changes);
        if (result is not null) Stale = result;
    }

    /// <summary>Reads back, repairs, and where something had to be repaired reads back once more.</summary>
    /// <param name="interrupt">Asked during the first read-back; true puts the proof off.</param>
    public ProofOutcome Prove(IEnforcementBackend backend, Func<bool>? interrupt = null)
    {
        desired.Expire(clock.NowMs + ProofVisitor.GraceMs, _changes);
        Commit(backend);
        if (!Round(backend, interrupt, out var damage, out var repair)) return damage is null ? ProofOutcome.Interrupted : ProofOutcome.Failed;
        if (_changes.Count == 0 && damage is null)
        {
            Stale = Shortfall();
            return ProofOutcome.Clean;
        }

        LastRepair = repair;
        Repaired += repair.Elements;
        var changes = _changes.ToArray();
        _changes.Clear();
        var error = Apply(backend, changes);
        if (Round(backend, null, out var still, out _)) Stale = error ?? still ?? Shortfall();
        _changes.Clear();
        return ProofOutcome.Repaired;
    }

    /// <summary>
    /// One read-back. False when it failed (<paramref name="damage"/> says why) or was interrupted: then nothing may be concluded from what
    /// was not seen. What was seen and must change is kept for the next commit.
    /// </summary>
    private bool Round(IEnforcementBackend backend, Func<bool>? interrupt, out string? damage, out RepairReport repair)
    {
        var visitor = new ProofVisitor(desired, clock, ++_proof, _changes, _droppedByOrigin);
        var result = backend.ReadBack(visitor, interrupt);
        damage = result.Damage;
        repair = new RepairReport(0, 0, 0, damage, clock.UtcNow);
        if (result.IsInterrupted) return false;
        if (result.Error is not null)
        {
            damage = $"cannot read back: {result.Error}";
            Stale = damage;
            return false;
        }

        var missing = 0;
        foreach (var (prefix, ban) in desired.All)
        {
            if (ban.State != BanState.Wanted || ban.Proof == _proof) continue;
            missing++;
            _changes.Add(prefix, ban.DeadlineMs);
        }

        _lastComplete = _proof;
        WantedAtProof = desired.Wanted;
        Held = damage is null ? visitor.Found : 0;
        repair = repair with { Missing = missing, Unwanted = visitor.Unwanted, Mistimed = visitor.Mistimed };
        return true;
    }

    /// <summary>Null when all was made. Changes refused before go last and apart, so that they do not make others be halved again.</summary>
    private string? Apply(IEnforcementBackend backend, BanChange[] changes)
    {
        var known = _refused.Count == 0 ? [] : Array.FindAll(changes, c => _refused.ContainsKey(c.Prefix));
        if (known.Length > 0) changes = Array.FindAll(changes, c => !_refused.ContainsKey(c.Prefix));
        var error = Note(backend.Apply(changes));
        foreach (var change in known) _refused.Remove(change.Prefix);
        return (known.Length > 0 ? Note(backend.Apply(known)) : null) ?? error;
    }

    private string? Note(ApplyResult result)
    {
        RefusedByKernel += result.Refused.Count;
        foreach (var refused in result.Refused)
        {
            if (_refused.Count < MaxNamed) _refused[refused.Change.Prefix] = refused.Reason;
        }

        if (result.Deferred > 0) return $"{result.Deferred} changes wait: {result.Error}";
        if (result.Error is not null) return result.Error;
        return result.Refused.Count > 0 ? $"the kernel refuses {result.Refused[0].Change.Prefix}: {result.Refused[0].Reason}" : null;
    }

    private string? Shortfall()
    {
        if (Held < WantedAtProof) return $"{WantedAtProof - Held} of {WantedAtProof} bans are not in force";
        if (_refused.Count > 0) _refused.Clear();
        return null;
    }
}
