using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text.Json.Serialization;
using Orleans;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Addresses;

/// <summary>
/// An IP address as one 128-bit value; IPv4 is held IPv4-mapped (RFC 4291 §2.5.5.2), so that the mapped and the plain form of an
/// address are one key. A plain value without ownership; safe on any thread; never throws except in <see cref="Parse"/>.
/// </summary>
[GenerateSerializer, Immutable, Alias("tegument.IpKey")]
[JsonConverter(typeof(IpKeyJsonConverter))]
public readonly struct IpKey : IEquatable<IpKey>, IComparable<IpKey>
{
    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;

    /// <summary>The first eight bytes in network order, read as a number.</summary>
    [Id(0)] public readonly ulong Upper;

    /// <summary>The last eight bytes in network order, read as a number.</summary>
    [Id(1)] public readonly ulong Lower;

    public IpKey(ulong upper, ulong lower)
    {
        Upper = upper;
        Lower = lower;
    }

    public static IpKey FromIPv4(uint hostOrder) => new(0, MappedPrefix | hostOrder);

    /// <summary>Reads 16 bytes in network order.</summary>
    public static IpKey FromIPv6(ReadOnlySpan<byte> networkOrder) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(networkOrder), BinaryPrimitives.ReadUInt64BigEndian(networkOrder[8..]));

    public static IpKey From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        return written == 4 ? FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes)) : FromIPv6(bytes);
    }

    public bool IsIPv4 => Upper == 0 && (Lower & 0xFFFF_FFFF_0000_0000) == MappedPrefix;

    /// <summary>The IPv4 address in host order; meaningful only when <see cref="IsIPv4"/>.</summary>
    public uint IPv4 => (uint)Lower;

    public bool IsUnspecified => IsIPv4 ? IPv4 == 0 : (Upper | Lower) == 0;

    public bool IsLoopback => IsIPv4 ? IPv4 >> 24 == 127 : Upper == 0 && Lower == 1;

    /// <summary>Multicast, or the IPv4 limited broadcast address: never a host that could be banned.</summary>
    public bool IsMulticast => IsIPv4 ? IPv4 >> 28 == 0xE || IPv4 == uint.MaxValue : Upper >> 56 == 0xFF;

    public bool IsLinkLocal => IsIPv4 ? IPv4 >> 16 == 0xA9FE : Upper >> 54 == 0x3FA;

    public int Bits => IsIPv4 ? 32 : 128;

    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        if (IsIPv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, IPv4);
            return new IPAddress(bytes[..4]);
        }

        WriteIPv6(bytes);
        return new IPAddress(bytes);
    }

    /// <summary>Writes the 16 bytes in network order; IPv4 in its mapped form.</summary>
    public void WriteIPv6(Span<byte> networkOrder)
    {
        BinaryPrimitives.WriteUInt64BigEndian(networkOrder, Upper);
        BinaryPrimitives.WriteUInt64BigEndian(networkOrder[8..], Lower);
    }

    /// <summary>Accepts dotted IPv4 with four parts and RFC 4291 IPv6 without a zone; nothing else (no octal, no short forms).</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out IpKey key)
    {
        key = default;
        if (text is null || text.Length is 0 or > 45) return false;
        if (!text.Contains(':')) return TryParseDotted(text, out key);
        if (text.Contains('%') || !IPAddress.TryParse(text, out var address)) return false;
        key = From(address);
        return true;
    }

    /// <exception cref="FormatException">The text is not an address.</exception>
    public static IpKey Parse(string text) =>
        TryParse(text, out var key) ? key : throw new FormatException($"'{text}' is not an IP address");

    /// <summary>The canonical text: dotted IPv4, or RFC 5952 IPv6. The only place where a grain key's text is made.</summary>
    public override string ToString() => IsIPv4
        ? string.Create(CultureInfo.InvariantCulture, stackalloc char[16], $"{IPv4 >> 24}.{(byte)(IPv4 >> 16)}.{(byte)(IPv4 >> 8)}.{(byte)IPv4}")
        : ToIPAddress().ToString();

    public bool Equals(IpKey other) => Upper == other.Upper && Lower == other.Lower;

    public override bool Equals(object? obj) => obj is IpKey other && Equals(other);

    /// <summary>Not keyed: tables that an attacker can fill hash with a seed of their own.</summary>
    public override int GetHashCode() => HashCode.Combine(Upper, Lower);

    public int CompareTo(IpKey other) => Upper != other.Upper ? Upper.CompareTo(other.Upper) : Lower.CompareTo(other.Lower);

    public static bool operator ==(IpKey left, IpKey right) => left.Equals(right);

    public static bool operator !=(IpKey left, IpKey right) => !left.Equals(right);

    public static bool operator <(IpKey left, IpKey right) => left.CompareTo(right) < 0;

    public static bool operator >(IpKey left, IpKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(IpKey left, IpKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IpKey left, IpKey right) => left.CompareTo(right) >= 0;

    // IPAddress.TryParse takes "10.1" and "0177.0.0.1"; firewalls and people read those differently, so we take neither.
    private static bool TryParseDotted(ReadOnlySpan<char> text, out IpKey key)
    {
        key = default;
        var (address, part, digits, parts) = (0u, 0u, 0, 1);
        foreach (var character in text)
        {
            if (character == '.')
            {
                if (digits == 0 || ++parts > 4) return false;
                (address, part, digits) = ((address << 8) | part, 0, 0);
                continue;
            }

            if (!char.IsAsciiDigit(character) || (digits > 0 && part == 0)) return false;
            part = (part * 10) + (uint)(character - '0');
            if (part > 255) return false;
            digits++;
        }

        if (digits == 0 || parts != 4) return false;
        key = FromIPv4((address << 8) | part);
        return true;
    }
}
