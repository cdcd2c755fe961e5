using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Posture;

namespace Tegument.Sensor.Report;

/// <summary>What the link needs of the executor on this host. Safe on any thread; calls return at once.</summary>
public interface ILinkExecutor
{
    /// <summary>Where the executor stands; null asks for a snapshot.</summary>
    LedgerPosition? Position { get; }

    /// <summary>Takes a delta or snapshot to apply.</summary>
    void Take(BanDelta delta);

    /// <summary>What no host bans, all of it.</summary>
    void Allow(IpPrefix[] networks);

    /// <summary>Takes the lockdown's order in force; null opens.</summary>
    void Lockdown(LockdownOrder? order);

    /// <summary>An administrator's wish: empty our table and only observe from now on.</summary>
    void Flush(string actor, string reason);
}
