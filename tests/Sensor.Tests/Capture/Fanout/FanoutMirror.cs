using System.Buffers.Binary;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Capture.Fanout;

namespace Tegument.Sensor.Tests.Capture.Fanout;

/// <summary>What <see cref="FanoutProgram"/> should answer, written down a second time in plain code: the kernel is held against it, and files are split by it.</summary>
internal static class FanoutMirror
{
    public static int RingOf(ReadOnlySpan<byte> frame, LinkType link, ulong seed, int rings) => (int)(Answer(frame, link, seed) % (uint)rings);

    private static uint Answer(ReadOnlySpan<byte> frame, LinkType link, ulong seed)
    {
        var (type, at) = Network(frame, link);
        for (var tags = 0; tags < 3 && type is 0x8100 or 0x88A8 or 0x9100; tags++, at += 4)
        {
            if (frame.Length < at + 4) return 0;
            type = BinaryPrimitives.ReadUInt16BigEndian(frame[(at + 2)..]);
        }

        var packet = at <= frame.Length ? frame[at..] : default;
        return type switch { 0x0800 => Four(packet, seed), 0x86DD => Six(packet, seed), _ => 0 };
    }

    private static (int Type, int At) Network(ReadOnlySpan<byte> frame, LinkType link)
    {
        var (type, length) = link switch
        {
            LinkType.Ethernet => (12, 14),
            LinkType.LinuxCooked => (14, 16),
            LinkType.LinuxCooked2 => (0, 20),
            _ => (-1, link is LinkType.Null or LinkType.Loop ? 4 : 0),
        };
        if (frame.Length <= length) return (0, 0);
        return type < 0 ? (frame[length] >> 4 == 6 ? 0x86DD : 0x0800, length) : (BinaryPrimitives.ReadUInt16BigEndian(frame[type..]), length);
    }

    private static uint Four(ReadOnlySpan<byte> ip, ulong seed)
    {
        var addresses = ip;
        if (ip.Length >= 20 && ip[9] == 1 && (BinaryPrimitives.ReadUInt16BigEndian(ip[6..]) & 0x3FFF) == 0)
        {
            var icmp = (ip[0] & 0xF) * 4;
            if (ip.Length <= icmp) return 0;
            if (ip[icmp] is 3 or 4 or 5 or 11 or 12) addresses = ip[Math.Min(ip.Length, icmp + 8)..];
        }

        return addresses.Length < 20 ? 0 : Pair(addresses[12..16], addresses[16..20], seed);
    }

    private static uint Six(ReadOnlySpan<byte> ip, ulong seed)
    {
        var addresses = ip;
        if (ip.Length >= 40 && ip[6] == 58)
        {
            if (ip.Length == 40 || ip[40] is >= 133 and <= 137) return 0;
            if (ip[40] is >= 1 and <= 4) addresses = ip[Math.Min(ip.Length, 48)..];
        }

        return addresses.Length < 40 ? 0 : Pair(addresses[8..24], addresses[24..40], seed);
    }

    public static uint Pair(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, ulong seed)
    {
        var sum = (Address(one, (uint)seed) + Address(other, (uint)seed)) ^ (uint)(seed >> 32);
        return Fold(Fold(sum * FanoutProgram.SecondFactor) * FanoutProgram.FirstFactor);
    }

    private static uint Address(ReadOnlySpan<byte> address, uint seed)
    {
        var hash = seed;
        for (; !address.IsEmpty; address = address[4..]) hash = Fold((hash ^ BinaryPrimitives.ReadUInt32BigEndian(address)) * FanoutProgram.FirstFactor);
        return hash;
    }

    private static uint Fold(uint value) => value ^ (value >> 16);
}
