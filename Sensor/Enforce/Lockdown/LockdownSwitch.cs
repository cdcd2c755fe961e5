using Tegument.Contracts.Addresses;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Posture;

namespace Tegument.Sensor.Enforce.Lockdown;

/// <summary>
/// The dead-man's switch as this host keeps it: which order is in force and until when. An unconfirmed order's deadline is set once, when
/// the order comes; nothing but a confirmation, which comes as another order, moves it back. Pure but for its state; one thread.
/// </summary>
public sealed class LockdownSwitch
{
    /// <summary>No unconfirmed order holds longer, whatever it says.</summary>
    public const long LongestUnconfirmedMs = LockdownWish.LongestMs;

    /// <summary>The order in force; null when open.</summary>
    public LockdownOrder? Order { get; private set; }

    /// <summary>On the <see cref="EnforcementClock"/>; <see cref="long.MaxValue"/> without an end. Meaningless when open.</summary>
    public long UntilMs { get; private set; }

    /// <summary>The last order that ran out: told of again, it changes nothing.</summary>
    public string? Spent { get; private set; }

    public LockdownPhase Phase => Order switch
    {
        null => LockdownPhase.Off,
        { Confirmed: true } => LockdownPhase.Confirmed,
        _ => LockdownPhase.Armed,
    };

    /// <summary>Takes an order; null opens. True when something became another.</summary>
    public bool Take(LockdownOrder? order, long nowMs)
    {
        if (order is null)
        {
            var wasClosed = Order is not null;
            Order = null;
            return wasClosed;
        }

        if (order.Id == Spent) return false;
        var until = Deadline(order, nowMs);
        var again = Order is { } before && before.Id == order.Id;
        if (again && Order!.Lists == order.Lists) return false;

        // The silo's seconds were counted anew and travelled: they may shorten what is left, never lengthen it.
        UntilMs = again ? Math.Min(UntilMs, until) : until;
        Order = order;
        return true;
    }

    /// <summary>True when the order in force has run out just now.</summary>
    public bool RunOut(long nowMs)
    {
        if (Order is null || nowMs < UntilMs) return false;
        Spent = Order.Id;
        Order = null;
        return true;
    }

    /// <summary>What an earlier process of the same boot left.</summary>
    public void Restore(LockdownOrder? order, long untilMs, string? spent) => (Order, UntilMs, Spent) = (order, untilMs, spent);

    /// <summary>What the kernel is to hold.</summary>
    /// <param name="protection">This host's gateways, resolvers and administrators' sessions are admitted as well.</param>
    public LockdownWish Wish(Protection protection, ForwardingPaths paths)
    {
        if (Order is not { } order) return LockdownWish.Open;
        IEnumerable<IpKey> own = [.. protection.Gateways, .. protection.Resolvers, .. protection.Sessions];
        return new LockdownWish(
            Outermost(order.Sources.Take(LockdownOrder.MaxSources).Concat(own.Select(IpPrefix.Of))), Ports(order.TcpPorts), Ports(order.UdpPorts), paths, UntilMs);
    }

    private static long Deadline(LockdownOrder order, long nowMs)
    {
        if (order is { Confirmed: true, SecondsLeft: null }) return long.MaxValue;
        var left = Math.Clamp(order.SecondsLeft ?? double.MaxValue, 0, TimeSpan.FromDays(3650).TotalSeconds) * 1000;
        return nowMs + (order.Confirmed ? (long)left : Math.Min((long)left, LongestUnconfirmedMs));
    }

    /// <summary>Sorted, without what lies in another: nft refuses nested intervals.</summary>
    private static List<IpPrefix> Outermost(IEnumerable<IpPrefix> prefixes)
    {
        var kept = new List<IpPrefix>();
        foreach (var prefix in prefixes.OrderBy(p => p.IsIPv4).ThenBy(p => p))
        {
            if (kept.Count == 0 || !kept[^1].Contains(prefix)) kept.Add(prefix);
        }

        return kept;
    }

    private static int[] Ports(int[] ports) => [.. ports.Where(p => p is > 0 and < 65536).Distinct().Order().Take(LockdownOrder.MaxPorts)];
}
