using Tegument.Sensor.Enforce.Lockdown;

namespace Tegument.Sensor.Enforce;

/// <summary>
/// Holds bans where packets meet them. All calls come from the one executor thread, which also opened the backend; only
/// <see cref="ForeignChange"/> fires on a thread of the backend's own. Disposing leaves the bans in place.
/// </summary>
public interface IEnforcementBackend : IDisposable
{
    /// <summary>For people and reports: "nftables", "dry-run".</summary>
    string Name { get; }

    /// <summary>False when the bans are only pretended.</summary>
    bool Enforces { get; }

    BackendStatistics Statistics { get; }

    /// <summary>Somebody else changed what this backend relies on, or may have. A read-back should follow.</summary>
    event Action? ForeignChange;

    /// <summary>
    /// Makes the changes, in as few commits as possible, and puts right whatever structure (table, sets, rules) the last read-back found
    /// damaged; so an empty list is a plain repair. Never throws for what the kernel refuses.
    /// </summary>
    /// <param name="changes">At most one for a prefix. Reordered in place.</param>
    ApplyResult Apply(BanChange[] changes);

    /// <summary>Reports every ban that is really held. An element may be visited twice when the kernel's data moved under the read.</summary>
    /// <param name="interrupt">Asked now and then; true ends the read, since bans that wait are worth more than a proof.</param>
    ReadBackResult ReadBack(IHeldBanVisitor visitor, Func<bool>? interrupt = null);

    /// <summary>
    /// Makes the lockdown what is wished, and proves it: reads back, puts right what differs, reads again. Apart from the bans: neither
    /// waits for the other, and one that fails leaves the other whole. Never throws for what the kernel refuses.
    /// </summary>
    LockdownProof Lockdown(LockdownWish wish);

    /// <summary>Removes every trace of us. Null, or why that failed.</summary>
    string? Flush();
}
