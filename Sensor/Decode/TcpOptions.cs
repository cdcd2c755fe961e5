using System.Buffers.Binary;

namespace Tegument.Sensor.Decode;

/// <summary>The TCP options walk: which options there are, and the MSS. Padding after end-of-options is not judged.</summary>
internal static class TcpOptions
{
    private const byte End = 0;
    private const byte NoOperation = 1;

    // NOP, NOP, Timestamps(10): all that most segments of an established connection carry.
    private const uint AlignedTimestamps = 0x0101_080A;
    private const int AlignedTimestampsLength = 12;

    // RFC 6994 experiment id of TCP fast open, used before option 34 was assigned.
    private const ushort FastOpenExperiment = 0xF989;

    /// <summary>False when an option's length is impossible.</summary>
    public static bool Read(ReadOnlySpan<byte> options, ref PacketView packet)
    {
        if (options.Length == AlignedTimestampsLength && BinaryPrimitives.ReadUInt32BigEndian(options) == AlignedTimestamps)
        {
            packet.Options = TcpOptionShape.Timestamps;
            return true;
        }

        while (!options.IsEmpty)
        {
            var kind = options[0];
            if (kind == End) return true;
            if (kind == NoOperation)
            {
                options = options[1..];
                continue;
            }

            if (options.Length < 2) return false;
            int length = options[1];
            if (length < 2 || length > options.Length || !ReadOne(kind, options[..length], ref packet)) return false;
            options = options[length..];
        }

        return true;
    }

    private static bool ReadOne(byte kind, ReadOnlySpan<byte> option, ref PacketView packet)
    {
        switch (kind)
        {
            case 2:
                if (option.Length != 4) return false;
                packet.Mss = BinaryPrimitives.ReadUInt16BigEndian(option[2..]);
                packet.Options |= TcpOptionShape.Mss;
                return true;
            case 3:
                packet.Options |= TcpOptionShape.WindowScale;
                return option.Length == 3;
            case 4:
                packet.Options |= TcpOptionShape.SackPermitted;
                return option.Length == 2;
            case 8:
                packet.Options |= TcpOptionShape.Timestamps;
                return option.Length == 10;
            case 34:
            case 254 when option.Length >= 4 && BinaryPrimitives.ReadUInt16BigEndian(option[2..]) == FastOpenExperiment:
                packet.Options |= TcpOptionShape.FastOpen;
                return true;
            default:
                packet.Options |= TcpOptionShape.Other;
                return true;
        }
    }
}
