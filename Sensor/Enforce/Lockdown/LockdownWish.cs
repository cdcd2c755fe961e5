using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Enforce.Lockdown;

/// <summary>What the kernel is to hold of a lockdown. Immutable.</summary>
/// <param name="Sources">Who may open connections; none lies in another.</param>
/// <param name="TcpPorts">Sorted, each once; so are the UDP ports.</param>
/// <param name="ClosedUntilMs">On the <see cref="EnforcementClock"/>; null is open, <see cref="long.MaxValue"/> has no end.</param>
public sealed record LockdownWish(
    IReadOnlyList<IpPrefix> Sources, IReadOnlyList<int> TcpPorts, IReadOnlyList<int> UdpPorts, ForwardingPaths Paths, long? ClosedUntilMs)
{
    /// <summary>The rules are loaded and match nothing, so that connections are tracked long before they are judged.</summary>
    public static readonly LockdownWish Open = new([], [], [], ForwardingPaths.None, null);

    /// <summary>
    /// The longest timeout that goes into the kernel. A host whose agent dies during a confirmed lockdown opens within this time; a living
    /// agent renews it at half of it.
    /// </summary>
    public const long LongestMs = 10 * 60 * 1000;

    /// <summary>The timeout that the kernel should be given now; zero when it should be open.</summary>
    public long TimeoutMs(long nowMs)
    {
        if (ClosedUntilMs is not { } until || until - nowMs < BanChange.ShortestMs) return 0;
        return Math.Min(until - nowMs, LongestMs);
    }
}
