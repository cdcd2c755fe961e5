using Tegument.Contracts.Addresses;
using Tegument.Sensor.Enforce.Lockdown;

namespace Tegument.Sensor.Enforce;

/// <summary>
/// Pretends: keeps in memory what a kernel would hold, timeouts included, and drops nothing. Bounded by the executor, which bounds what it
/// asks for. One thread.
/// </summary>
public sealed class DryRunBackend(EnforcementClock clock) : IEnforcementBackend
{
    private readonly Dictionary<IpPrefix, long> _deadlines = [];
    private long _commits;

    public string Name => "dry-run";

    public bool Enforces => false;

    public BackendStatistics Statistics => new(_commits, 0, 0, 0);

    /// <summary>Never fires: nobody else can reach this memory.</summary>
    public event Action? ForeignChange
    {
        add { }
        remove { }
    }

    public ApplyResult Apply(BanChange[] changes)
    {
        var now = clock.NowMs;
        foreach (var change in changes)
        {
            if (change.Kind == BanChangeKind.Remove || change.DeadlineMs - now < BanChange.ShortestMs) _deadlines.Remove(change.Prefix);
            else _deadlines[change.Prefix] = change.DeadlineMs;
        }

        if (changes.Length > 0) _commits++;
        return new ApplyResult(changes.Length, [], 0, null);
    }

    public ReadBackResult ReadBack(IHeldBanVisitor visitor, Func<bool>? interrupt = null)
    {
        var now = clock.NowMs;
        foreach (var (prefix, deadline) in _deadlines)
        {
            // Removing while enumerating is allowed for Dictionary<,>.
            if (deadline <= now) _deadlines.Remove(prefix);
            else visitor.Visit(prefix, deadline - now, 0);
        }

        return new ReadBackResult(null, null);
    }

    /// <summary>Pretends as well: what it would close is the executor's to tell.</summary>
    public LockdownProof Lockdown(LockdownWish wish) => LockdownProof.Fine;

    public string? Flush()
    {
        _deadlines.Clear();
        return null;
    }

    public void Dispose()
    {
    }
}
