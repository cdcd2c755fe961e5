using System.Runtime.CompilerServices;
using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Flows;

/// <summary>
/// A seeded 64-bit mix (multiply to 128 bits and fold, as wyhash does): fast, and with an unknown seed an attacker cannot aim at buckets.
/// Replay fixes the seed so that two runs are alike.
/// </summary>
public static class KeyedHash
{
    public const ulong First = 0xA076_1D64_78BD_642F;
    public const ulong Second = 0xE703_7ED1_A0B4_28DB;

    /// <summary>The seed of every replay.</summary>
    public const ulong ReplaySeed = 0x9E37_79B9_7F4A_7C15;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a ^ First, b ^ Second, out var low);
        return high ^ low;
    }

    /// <summary>Two hashes as one, in either order the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Pair(ulong one, ulong other)
    {
        var high = Math.BigMul(one | 1, other | 1, out var low);
        return high ^ low;
    }

    public static ulong Of(IpKey address, ulong seed) => Mix(address.Upper ^ seed, address.Lower);

    /// <summary>A (target, port) pair as one value; two different pairs collide once in 2^64.</summary>
    public static ulong Of(IpKey address, ushort port, ulong seed) => Mix(Of(address, seed), seed + port);
}
