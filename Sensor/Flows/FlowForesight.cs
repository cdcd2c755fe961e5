using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Tegument.Contracts.Addresses;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode;

namespace Tegument.Sensor.Flows;

/// <summary>
/// Has the memory of coming packets' flows fetched while earlier packets are judged: a table of many conversations lies beyond the
/// processor's caches, and waiting for it would be half of a packet's time. Reads only the plainest headers (Ethernet or none, IP, TCP or
/// UDP); whatever else comes is merely not foreseen. Changes nothing. One thread.
/// </summary>
public sealed class FlowForesight(FlowTable flows)
{
    // The index's line is asked for first; when it has come, the flow it names.
    private const int Lag = 4;
    private readonly ulong[] _hashes = new ulong[Lag];
    private int _next;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Look(ReadOnlySpan<byte> frame, LinkType link)
    {
        if (!TryHash(frame, link, out var hash)) return;
        flows.PrefetchIndex(hash);
        ref var slot = ref _hashes[_next++ & (Lag - 1)];
        flows.PrefetchFlow(slot);
        slot = hash;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryHash(ReadOnlySpan<byte> frame, LinkType link, out ulong hash)
    {
        const int ethernet = 14, ports = 4;
        hash = 0;
        if (link == LinkType.Ethernet && frame.Length >= ethernet) frame = frame[ethernet..];
        if (frame.Length < Ipv4Layer.MinHeaderLength + ports) return false;
        if (frame[0] == 0x45)
        {
            if (frame[9] is not (IpProtocol.Tcp or IpProtocol.Udp)) return false;
            hash = flows.HashOf(
                IpKey.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(frame[12..])), BinaryPrimitives.ReadUInt16BigEndian(frame[20..]),
                IpKey.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(frame[16..])), BinaryPrimitives.ReadUInt16BigEndian(frame[22..]), frame[9]);
            return true;
        }

        if (frame[0] >> 4 != 6 || frame.Length < Ipv6Layer.HeaderLength + ports || frame[6] is not (IpProtocol.Tcp or IpProtocol.Udp)) return false;
        hash = flows.HashOf(
            IpKey.FromIPv6(frame[8..]), BinaryPrimitives.ReadUInt16BigEndian(frame[40..]),
            IpKey.FromIPv6(frame[24..]), BinaryPrimitives.ReadUInt16BigEndian(frame[42..]), frame[6]);
        return true;
    }
}
