using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
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
    public static ulong Mix(ulong a, ulong b) => Folded(a ^ First, b ^ Second);

    /// <summary>Two hashes as one, in either order the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Pair(ulong one, ulong other) => Folded(one | 1, other | 1);

    // Math.BigMul hands its lower half out through memory, which here costs as much as the multiplication.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Folded(ulong a, ulong b) => (Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _)) ^ (a * b);

    public static ulong Of(IpKey address, ulong seed) => Mix(address.Upper ^ seed, address.Lower);

    /// <summary>A (target, port) pair as one value; two different pairs collide once in 2^64.</summary>
    public static ulong Of(IpKey address, ushort port, ulong seed) => Mix(Of(address, seed), seed + port);
}
