using System.Buffers.Binary;
using Tegument.Sensor.Flows;

namespace Tegument.Sensor.Detect;

/// <summary>The data of one echo request, remembered until its reply. A slot of the <see cref="IcmpTunnelDetector"/>; holds copies, borrows nothing.</summary>
internal struct IcmpTunnelQuestion
{
    /// <summary>Bytes kept as they are, to tell a shortened reply from another one.</summary>
    private const int Kept = 32;

    public ulong Key;
    public long Sent;

    /// <summary>On the wire.</summary>
    public int Length;
    public int Captured;
    public ulong Hash;

    /// <summary>The hash of the last reply: the same packet may be seen twice on its way.</summary>
    public ulong Replied;
    private KeptBytes _head;

    [System.Runtime.CompilerServices.InlineArray(Kept)]
    private struct KeptBytes
    {
        private byte _first;
    }

    public void Take(ulong key, ReadOnlySpan<byte> data, int length, ulong seed, long now)
    {
        (Key, Sent, Length, Captured, Hash, Replied) = (key, now, length, data.Length, HashOf(data, seed), 0);
        data[..Math.Min(Kept, data.Length)].CopyTo(_head);
    }

    /// <summary>
    /// The reply brings other data than was sent. RFC 792 has it returned unchanged; devices exist that cut it short or blank it, and those
    /// carry nothing either.
    /// </summary>
    public readonly bool IsContradicted(ReadOnlySpan<byte> reply, int length, ulong hash)
    {
        if (length == Length && reply.Length == Captured) return hash != Hash && reply.ContainsAnyExcept(reply[0]);
        var common = Math.Min(Math.Min(Kept, Captured), reply.Length);
        ReadOnlySpan<byte> head = _head;
        if (length <= Length) return !reply[..common].SequenceEqual(head[..common]) && reply.ContainsAnyExcept(reply[0]);
        return reply.ContainsAnyExcept((byte)0);
    }

    public static ulong HashOf(ReadOnlySpan<byte> data, ulong seed)
    {
        var hash = seed ^ (ulong)data.Length;
        for (; data.Length >= 8; data = data[8..]) hash = KeyedHash.Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(data));
        ulong last = 1;
        foreach (var value in data) last = (last << 8) | value;
        return KeyedHash.Mix(hash, last);
    }
}
