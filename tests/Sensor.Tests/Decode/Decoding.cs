using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode;

namespace Tegument.Sensor.Tests.Decode;

/// <summary>Decodes loose bytes as a frame of a link type.</summary>
internal static class Decoding
{
    public const long Timestamp = 1_700_000_000_123_456_789;

    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, ref PacketView packet, LinkType link = LinkType.Ethernet, int? wire = null, ushort vlanTag = 0)
    {
        var frame = new Frame { Bytes = bytes, Timestamp = Timestamp, WireLength = wire ?? bytes.Length, Link = link, VlanTag = vlanTag };
        return FrameDecoder.Decode(in frame, ref packet);
    }

    public static DecodeStatus Status(ReadOnlySpan<byte> bytes, LinkType link = LinkType.Ethernet, int? wire = null)
    {
        var packet = default(PacketView);
        return Decode(bytes, ref packet, link, wire);
    }
}
