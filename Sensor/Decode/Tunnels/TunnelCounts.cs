using System.Numerics;

namespace Tegument.Sensor.Decode.Tunnels;

/// <summary>
/// How many packets were decoded inside each kind of encapsulation; a nested one counts for each of its kinds. One writing thread; others
/// may read at any time. Counting allocates nothing.
/// </summary>
public sealed class TunnelCounts
{
    // In the order of the bits of TunnelKinds; frozen, they are keys in a replay's summary.
    private static readonly string[] Names =
        ["gre", "pptp", "erspan", "vxlan", "geneve", "mpls", "pppoe", "ip-in-ip", "6in4", "4in6", "6in6", "teredo"];

    private readonly long[] _counts = new long[16];

    /// <summary>Packets of one kind (a single flag).</summary>
    public long this[TunnelKinds kind] => Volatile.Read(ref _counts[BitOperations.TrailingZeroCount((uint)kind) & 15]);

    public void Count(TunnelKinds kinds)
    {
        for (var bits = (uint)kinds; bits != 0; bits &= bits - 1) _counts[BitOperations.TrailingZeroCount(bits) & 15]++;
    }

    /// <summary>Adds another loop's counters.</summary>
    public void Add(TunnelCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < _counts.Length; i++) _counts[i] += Volatile.Read(ref other._counts[i]);
    }

    /// <summary>Each kind that came up, by name, in the order of the enum.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> NonZero()
    {
        var found = new List<KeyValuePair<string, long>>();
        for (var i = 0; i < Names.Length; i++)
            if (Volatile.Read(ref _counts[i]) is var count and > 0) found.Add(new(Names[i], count));
        return found;
    }
}
