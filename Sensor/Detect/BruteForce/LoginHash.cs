using System.Buffers.Binary;
using Tegument.Sensor.Flows;

namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>Keyed hashes of names and passwords: enough to know the same try again, of no use to whoever reads the sensor's memory.</summary>
internal static class LoginHash
{
    public static ulong Of(ReadOnlySpan<byte> text, ulong seed) => And(seed, text, seed);

    /// <summary>The hash of what <paramref name="before"/> stands for, followed by <paramref name="text"/>; never 0.</summary>
    public static ulong And(ulong before, ReadOnlySpan<byte> text, ulong seed)
    {
        var hash = KeyedHash.Mix(before ^ seed, (ulong)text.Length);
        for (; text.Length >= 8; text = text[8..]) hash = KeyedHash.Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text), seed);
        foreach (var rest in text) hash = KeyedHash.Mix(hash ^ rest, seed);
        return hash == 0 ? 1 : hash;
    }
}
