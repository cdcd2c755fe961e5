using Tegument.Sensor.Enforce.Lockdown;
using Tegument.Sensor.Native.Netlink;

namespace Tegument.Sensor.Enforce.Nftables;

/// <summary>Reads what closes the host: an element for each family, with the time that it has left.</summary>
public sealed class LockdownElements : IKernelElementVisitor
{
    /// <summary>The one difference that time alone makes.</summary>
    public const string RenewalDue = "its time is to be renewed";

    private const byte IPv4 = 2;  // NFPROTO_IPV4
    private const byte IPv6 = 10; // NFPROTO_IPV6

    private readonly Dictionary<byte, long> _left = [];
    private bool _isForeign;

    public void Restart()
    {
        _left.Clear();
        _isForeign = false;
    }

    public void Visit(in KernelElement element)
    {
        if (element.Key.Length == 1 && element.Key[0] is IPv4 or IPv6 && element.ExpirationMs is > 0 and < long.MaxValue)
            _left[element.Key[0]] = (long)element.ExpirationMs;
        else _isForeign = true;
    }

    /// <summary>Null when the elements are as they should be; those of a long lockdown are renewed when half of their time is gone.</summary>
    public string? Differ(LockdownWish wish, long nowMs)
    {
        var wanted = wish.TimeoutMs(nowMs);
        if (_isForeign) return "the set lockdown holds what nobody ordered";
        if (wanted == 0) return _left.Count == 0 ? null : "it is closed and should be open";
        if (_left.Count < 2) return "it is open and should be closed";
        var drift = wanted / 1000;
        if (_left.Values.Any(left => left > wanted + 250 + drift)) return "it would outlast its end";
        var least = wish.ClosedUntilMs - nowMs > LockdownWish.LongestMs ? LockdownWish.LongestMs / 2 : wanted - 1000 - drift;
        return _left.Values.Any(left => left < least) ? RenewalDue : null;
    }
}
