using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Enforce;

/// <summary>Takes the bans of a read-back as they stream in, on the executor thread.</summary>
public interface IHeldBanVisitor
{
    /// <param name="remainingMs">Time until the backend drops the ban by itself; null when it never would.</param>
    /// <param name="packets">Packets dropped by this ban since it was put in.</param>
    void Visit(IpPrefix prefix, long? remainingMs, long packets);
}
