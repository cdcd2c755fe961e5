using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Posture;
using Tegument.Silo.Policy;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Posture;

/// <summary>Makes what executors are told out of a posture, the policy and who is one of us. Safe on any thread.</summary>
public sealed class LockdownOrders(PolicyBoard policy, ProtectionRules protection, TimeProvider time)
{
    /// <summary>The order of a posture; null while it is another than lockdown.</summary>
    /// <param name="peers">Where hosts are linked from: they must be able to link again.</param>
    public LockdownOrder? For(PostureSnapshot posture, IEnumerable<IpPrefix> peers)
    {
        ArgumentNullException.ThrowIfNull(posture);
        if (posture.Level != PostureLevel.Lockdown) return null;
        var (sources, lists) = Lists(peers);
        var ports = policy.Current.Lockdown;
        return At(posture, new LockdownOrder(Id(posture), posture.Pending is null, null, sources, ports.AllowedTcpPorts, ports.AllowedUdpPorts, lists));
    }

    /// <summary>An order made earlier, with the seconds that are left now.</summary>
    public LockdownOrder At(PostureSnapshot posture, LockdownOrder order) =>
        order with { SecondsLeft = posture.Until is { } until ? Math.Max(0, (until - time.GetUtcNow()).TotalSeconds) : null };

    /// <summary>Names one setting of one posture, so that a fleet whose database was lost does not repeat an earlier name.</summary>
    public static string Id(PostureSnapshot posture) => LockdownOrder.IdOf(posture);

    /// <summary>True when a host stands at another order than this. What ran out there under the same name has been heard.</summary>
    public static bool IsBehind(LockdownReport report, LockdownOrder? order)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (order is null) return report.Phase != LockdownPhase.Off;
        return report.Order != order.Id || (report.Phase != LockdownPhase.Off && report.Lists != order.Lists);
    }

    /// <summary>
    /// True when the host has done with this order what it can: it is closed, or says why it cannot be. Nobody's session is in danger there
    /// that has not been tried.
    /// </summary>
    public static bool HasActed(LockdownReport report, PostureSnapshot posture)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.Order == Id(posture) && report.Phase != LockdownPhase.Off;
    }

    private (IpPrefix[] Sources, long Lists) Lists(IEnumerable<IpPrefix> peers)
    {
        // The allow list first, then those without whom the fleet falls apart: what is beyond the bound is left out from the end.
        IpPrefix[] sources = [.. protection.Friends(peers).Distinct().Take(LockdownOrder.MaxSources).Order()];
        var ports = policy.Current.Lockdown;
        var text = $"{string.Join(' ', sources)}|{string.Join(' ', ports.AllowedTcpPorts)}|{string.Join(' ', ports.AllowedUdpPorts)}";
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(text));

        // 48 bits: readers of JSON elsewhere keep numbers exactly up to 53.
        return (sources, (long)(BinaryPrimitives.ReadUInt64LittleEndian(digest) >> 16));
    }
}
