using System.Buffers.Binary;

namespace Tegument.Sensor.Capture;

/// <summary>What the magic number of a pcap file says.</summary>
/// <param name="Swapped">The file is big endian.</param>
/// <param name="FractionNanoseconds">Nanoseconds per unit of a timestamp's fraction.</param>
/// <param name="RecordHeader">Bytes before each frame.</param>
internal readonly record struct PcapFormat(bool Swapped, uint FractionNanoseconds, int RecordHeader)
{
    private const uint Micro = 0xA1B2_C3D4;
    private const uint Nano = 0xA1B2_3C4D;

    // Alexey Kuznetsov's libpcap: each record also holds interface, protocol and packet type, eight bytes.
    private const uint Modified = 0xA1B2_CD34;

    /// <summary>Reads a file's first four bytes, taken as little endian; null when they are no pcap magic.</summary>
    public static PcapFormat? FromMagic(uint littleEndian)
    {
        var swapped = BinaryPrimitives.ReverseEndianness(littleEndian);
        if (littleEndian is Micro or Nano or Modified) return Of(littleEndian, swapped: false);
        return swapped is Micro or Nano or Modified ? Of(swapped, swapped: true) : null;
    }

    private static PcapFormat Of(uint magic, bool swapped) => new(swapped, magic == Nano ? 1u : 1000u, magic == Modified ? 24 : 16);
}
