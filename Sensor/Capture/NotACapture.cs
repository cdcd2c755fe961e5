using System.Globalization;

namespace Tegument.Sensor.Capture;

/// <summary>Says what a file is that is no capture, by its first four bytes.</summary>
internal static class NotACapture
{
    public static string Describe(ReadOnlySpan<byte> start)
    {
        if (start is [0x1F, 0x8B, ..]) return "is compressed with gzip; unpack it first (gunzip -k FILE)";
        if (start is [0x28, 0xB5, 0x2F, 0xFD, ..]) return "is compressed with zstd; unpack it first (zstd -d FILE)";
        if (start is [0xFD, (byte)'7', (byte)'z', (byte)'X', ..]) return "is compressed with xz; unpack it first (unxz -k FILE)";
        if (start is [(byte)'B', (byte)'Z', (byte)'h', ..]) return "is compressed with bzip2; unpack it first (bunzip2 -k FILE)";
        if (start is [(byte)'{' or (byte)'[', ..]) return "looks like JSON, not like a pcap or pcapng capture";
        var hex = Convert.ToHexString(start).ToLower(CultureInfo.InvariantCulture);
        return $"is not a pcap or pcapng capture (it begins with {hex})";
    }
}
