using Microsoft.Extensions.Logging;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Posture;

namespace Tegument.Sensor.Enforce.Lockdown;

/// <summary>
/// The executor's half of a lockdown: takes orders, keeps them on disk, has the backend hold them, and opens when they run out. The kernel
/// opens at the same moment by itself. One thread.
/// </summary>
internal sealed class LockdownKeeper(ExecutorOptions options, Guid boot, EnforcementClock clock, ILogger log)
{
    /// <summary>While closed, the kernel is looked at this often at least, whatever the proof's period.</summary>
    private const long ClosedPeriodMs = 60_000;

    private readonly LockdownSwitch _switch = new();
    private readonly LockdownStore _store = new(Path.Combine(options.DataDirectory, "lockdown.state"), boot);
    private LockdownWish _wish = LockdownWish.Open;
    private Protection _protection = Protection.None;
    private bool _changed = true;
    private long _heldMs;
    private string? _fault;

    /// <summary>Times that somebody else's change was put right.</summary>
    public long Repaired { get; private set; }

    /// <summary>Why the kernel is not closed although it should be; null when it is, or should not be.</summary>
    public string? Stale => _switch.Order is not null && _fault is not null ? $"lockdown: {_fault}" : null;

    public LockdownReport Report => new(
        _switch.Phase,
        _switch.Order?.Id ?? _switch.Spent,
        _switch.Order?.Lists ?? 0,
        _switch.Order is null || _switch.UntilMs == long.MaxValue ? null : Math.Max(0, _switch.UntilMs - clock.NowMs) / 1000.0,
        _fault ?? _store.Fault);

    public void Begin() => _store.Load(_switch);

    /// <summary>Takes an order; null opens. The kernel follows with the next <see cref="Hold"/>.</summary>
    public void Take(LockdownOrder? order)
    {
        var before = _switch.Phase;
        if (!_switch.Take(order, clock.NowMs)) return;
        _changed = true;
        _store.Save(_switch);
        if (order is null) ExecutorLog.LockdownOver(log, "the posture is another");
        else if (before != _switch.Phase) ExecutorLog.Lockdown(log, order.Confirmed ? "confirmed" : "armed", Left());
    }

    /// <summary>Whether the kernel must be looked at now: something changed, ran out, or is to be renewed.</summary>
    public bool IsDue(Protection protection)
    {
        var now = clock.NowMs;
        if (_switch.RunOut(now))
        {
            _changed = true;
            _store.Save(_switch);
            ExecutorLog.LockdownOver(log, "its time ran out");
        }

        if (_switch.Order is null) return _changed;
        return _changed || now - _heldMs >= ClosedPeriodMs || !ReferenceEquals(protection, _protection);
    }

    /// <summary>Has the backend hold what is in force.</summary>
    public void Hold(IEnforcementBackend backend, Protection protection)
    {
        Renew(protection);
        var proof = backend.Lockdown(_wish);
        if (proof.Repaired is not null)
        {
            Repaired++;
            ExecutorLog.LockdownRepaired(log, proof.Repaired);
        }

        if (proof.Fault is not null && proof.Fault != _fault) ExecutorLog.LockdownFault(log, proof.Fault);
        _fault = proof.Fault;
        _heldMs = clock.NowMs;
        _changed = false;
    }

    /// <summary>The wish stays the same object while nothing in it changed, so that the backend tells a change from damage.</summary>
    private void Renew(Protection protection)
    {
        if (_switch.Order is null)
        {
            _wish = LockdownWish.Open;
            return;
        }

        var paths = ForwardingPaths.Read(options.Root);
        if (!_changed && ReferenceEquals(protection, _protection) && paths.Same(_wish.Paths)) return;
        _protection = protection;
        _wish = _switch.Wish(protection, paths);
    }

    private string Left() => _switch.UntilMs == long.MaxValue ? "without an end" : $"for {(_switch.UntilMs - clock.NowMs) / 1000} s";
}
