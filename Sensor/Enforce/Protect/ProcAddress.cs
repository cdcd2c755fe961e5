using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Enforce.Protect;

/// <summary>Addresses as /proc/net prints them: words of 32 bits in host order, 8 hexadecimal digits each; one for IPv4, four for IPv6.</summary>
internal static class ProcAddress
{
    public static bool TryRead(ReadOnlySpan<char> text, out IpKey address)
    {
        address = default;
        if (text.Length is not (8 or 32)) return false;
        Span<byte> bytes = stackalloc byte[16];
        for (var at = 0; at < text.Length; at += 8)
        {
            if (!uint.TryParse(text.Slice(at, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var word)) return false;

            // Printed as a number of this machine's order, so writing it back in that order gives the bytes of the network.
            MemoryMarshal.Write(bytes[(at / 2)..], word);
        }

        address = text.Length == 8 ? IpKey.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes)) : IpKey.FromIPv6(bytes);
        return true;
    }
}
