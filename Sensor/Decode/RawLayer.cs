namespace Tegument.Sensor.Decode;

/// <summary>Raw IP without any link header (tunnels, PPP devices): the version nibble says which.</summary>
internal static class RawLayer
{
    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        if (bytes.IsEmpty) return Cut.Or(DecodeStatus.LinkTruncated, 0, cut, 1);
        return bytes[0] >> 4 == 6 ? Ipv6Layer.Decode(bytes, cut, ref packet) : Ipv4Layer.Decode(bytes, cut, ref packet);
    }
}
