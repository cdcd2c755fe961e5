using System.Buffers.Binary;

namespace Tegument.Sensor.Decode.Tunnels;

/// <summary>GENEVE (RFC 8926 §3): eight bytes, options of at most 252 bytes, then what its EtherType says.</summary>
internal static class GeneveLayer
{
    private const int HeaderLength = 8;
    private const int OptionHeader = 4;

    /// <summary>NotIp for what is no GENEVE: version 0, its reserved bits zero and a type that leads somewhere.</summary>
    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        if (bytes.Length < HeaderLength || bytes[0] >> 6 != 0 || (bytes[1] & 0x3F) != 0 || bytes[7] != 0) return DecodeStatus.NotIp;
        var type = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (type is not (Tunnel.BridgedEthernet or EtherType.IPv4 or EtherType.IPv6 or EtherType.Mpls)) return DecodeStatus.NotIp;

        var header = HeaderLength + (bytes[0] & 0x3F) * 4;
        if (bytes.Length < header) return Cut.Or(DecodeStatus.GeneveTruncated, bytes.Length, cut, header);
        if (!OptionsFit(bytes[HeaderLength..header])) return DecodeStatus.GeneveBadOptions;
        return Tunnel.Enter(TunnelKinds.Geneve, type, bytes[header..], cut, ref packet);
    }

    // Each option: class and type, then its length in words in the low five bits.
    private static bool OptionsFit(ReadOnlySpan<byte> options)
    {
        while (!options.IsEmpty)
        {
            var length = OptionHeader + (options[3] & 0x1F) * 4;
            if (length > options.Length) return false;
            options = options[length..];
        }

        return true;
    }
}
