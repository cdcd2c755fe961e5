using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using Orleans;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Addresses;

/// <summary>
/// A network prefix: the masked address and its length (0 to 32 for IPv4, 0 to 128 for IPv6). A single address is a full-length prefix.
/// A plain value; host bits are always zero.
/// </summary>
[GenerateSerializer, Immutable, Alias("tegument.IpPrefix")]
[JsonConverter(typeof(IpPrefixJsonConverter))]
public readonly struct IpPrefix : IEquatable<IpPrefix>, IComparable<IpPrefix>
{
    [Id(0)] public readonly IpKey Address;
    [Id(1)] public readonly byte Length;

    /// <exception cref="ArgumentOutOfRangeException">The length is outside the address family's range.</exception>
    public IpPrefix(IpKey address, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, address.Bits);
        Address = Mask(address, length);
        Length = (byte)length;
    }

    public static IpPrefix Of(IpKey address) => new(address, address.Bits);

    public bool IsSingle => Length == Address.Bits;

    public bool IsIPv4 => Address.IsIPv4;

    public bool Contains(IpKey address) => address.IsIPv4 == Address.IsIPv4 && Mask(address, Length) == Address;

    public bool Contains(IpPrefix other) => other.Length >= Length && Contains(other.Address);

    public bool Overlaps(IpPrefix other) => Contains(other) || other.Contains(this);

    /// <summary>Accepts an address or ADDRESS/LENGTH. Host bits below the length are refused, since "10.0.0.5/8" is more often a slip than a wish.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out IpPrefix prefix, [NotNullWhen(false)] out string? error)
    {
        prefix = default;
        error = null;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (!IpKey.TryParse(slash < 0 ? text : text![..slash], out var address))
        {
            error = $"'{text}' is not an IP address or prefix";
            return false;
        }

        var length = address.Bits;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > address.Bits))
        {
            error = $"'{text}': a prefix length is 0 to {address.Bits}";
            return false;
        }

        prefix = new IpPrefix(address, length);
        if (prefix.Address != address)
        {
            error = $"'{text}' has bits set below its length; did you mean {prefix}?";
            return false;
        }

        return true;
    }

    /// <exception cref="FormatException">The text is not a prefix; the message says why.</exception>
    public static IpPrefix Parse(string text) => TryParse(text, out var prefix, out var error) ? prefix : throw new FormatException(error);

    /// <summary>Canonical text; the length is left out for a single address.</summary>
    public override string ToString() => IsSingle ? Address.ToString() : $"{Address}/{Length}";

    public bool Equals(IpPrefix other) => Address == other.Address && Length == other.Length;

    public override bool Equals(object? obj) => obj is IpPrefix other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Address, Length);

    public int CompareTo(IpPrefix other) => Address != other.Address ? Address.CompareTo(other.Address) : Length.CompareTo(other.Length);

    public static bool operator ==(IpPrefix left, IpPrefix right) => left.Equals(right);

    public static bool operator !=(IpPrefix left, IpPrefix right) => !left.Equals(right);

    public static bool operator <(IpPrefix left, IpPrefix right) => left.CompareTo(right) < 0;

    public static bool operator >(IpPrefix left, IpPrefix right) => left.CompareTo(right) > 0;

    public static bool operator <=(IpPrefix left, IpPrefix right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IpPrefix left, IpPrefix right) => left.CompareTo(right) >= 0;

    private static IpKey Mask(IpKey address, int length)
    {
        var bits = address.IsIPv4 ? length + 96 : length;
        var upper = bits >= 64 ? ulong.MaxValue : bits == 0 ? 0 : ulong.MaxValue << (64 - bits);
        var lower = bits <= 64 ? 0 : bits == 128 ? ulong.MaxValue : ulong.MaxValue << (128 - bits);
        return new IpKey(address.Upper & upper, address.Lower & lower);
    }
}
