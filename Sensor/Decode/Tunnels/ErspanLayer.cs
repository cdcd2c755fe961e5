namespace Tegument.Sensor.Decode.Tunnels;

/// <summary>
/// A mirrored Ethernet frame in GRE (draft-foschiano-erspan-03): type I has no header of its own, type II eight bytes, type III twelve and
/// perhaps eight more.
/// </summary>
internal static class ErspanLayer
{
    private const ushort TypeTwo = 0x88BE;
    private const ushort TypeThree = 0x22EB;
    private const int TwoLength = 8;
    private const int ThreeLength = 12;
    private const int SubheaderLength = 8;
    private const byte CutByMirror = 0x04;
    private const byte HasSubheader = 0x01;

    // The longest frame that a mirror can have shortened.
    private const int LongestFrame = 65535;

    public static bool IsType(ushort type) => type is TypeTwo or TypeThree;

    public static DecodeStatus Decode(ushort type, bool hasSequence, ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        if (type == TypeTwo && !hasSequence) return Frame(bytes, cut, ref packet);
        var header = type == TypeTwo ? TwoLength : ThreeLength;
        if (bytes.Length < header) return Cut.Or(DecodeStatus.ErspanTruncated, bytes.Length, cut, header);
        if (bytes[0] >> 4 != (type == TypeTwo ? 1 : 2)) return DecodeStatus.ErspanBadVersion;
        // Type III can also carry bare IP or nothing at all; its five bits of frame type are zero for Ethernet.
        if (type == TypeThree && (bytes[10] >> 2 & 0x1F) != 0) return DecodeStatus.NotIp;
        if (type == TypeThree && (bytes[11] & HasSubheader) != 0) header += SubheaderLength;
        if (bytes.Length < header) return Cut.Or(DecodeStatus.ErspanTruncated, bytes.Length, cut, header);

        // What the mirror left out was on its wire all the same: such a frame is cut, not malformed.
        if ((bytes[2] & CutByMirror) != 0) cut = Math.Max(cut, LongestFrame);
        return Frame(bytes[header..], cut, ref packet);
    }

    private static DecodeStatus Frame(ReadOnlySpan<byte> frame, int cut, ref PacketView packet) =>
        Tunnel.Enter(TunnelKinds.Erspan, Tunnel.BridgedEthernet, frame, cut, ref packet);
}
