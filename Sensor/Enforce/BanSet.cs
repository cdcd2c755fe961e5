using System.Globalization;
using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Enforce;

/// <summary>
/// The kernel set that a prefix belongs to: one per address family and length. <c>v4</c> and <c>v6</c> hold single addresses, <c>v4_24</c>
/// and the like hold networks and are matched on the masked address, so that a /24 stays a /24 and prefixes may overlap.
/// </summary>
public readonly record struct BanSet(bool IsIPv4, int Length) : IComparable<BanSet>
{
    /// <summary>One more than the largest <see cref="Index"/>.</summary>
    public const int Count = 33 + 129;

    public static readonly BanSet IPv4 = new(true, 32);
    public static readonly BanSet IPv6 = new(false, 128);

    public static BanSet Of(IpPrefix prefix) => new(prefix.IsIPv4, prefix.Length);

    public int Bits => IsIPv4 ? 32 : 128;

    /// <summary>A small number for tables; single addresses come first within their family.</summary>
    public int Index => IsIPv4 ? 32 - Length : 33 + 128 - Length;

    public string Name => (IsIPv4 ? "v4" : "v6") + (Length == Bits ? "" : "_" + Length.ToString(CultureInfo.InvariantCulture));

    /// <summary>The bits that an address is masked with before the set is asked, as an address.</summary>
    public string Mask
    {
        get
        {
            var ones = IsIPv4 ? IpKey.FromIPv4(uint.MaxValue) : new IpKey(ulong.MaxValue, ulong.MaxValue);
            return new IpPrefix(ones, Length).Address.ToString();
        }
    }

    /// <summary>Knows our own names only; a set that somebody else put into our table has another.</summary>
    public static bool TryParse(string name, out BanSet set)
    {
        set = default;
        var isIPv4 = name.StartsWith("v4", StringComparison.Ordinal);
        if (!isIPv4 && !name.StartsWith("v6", StringComparison.Ordinal)) return false;
        var length = isIPv4 ? 32 : 128;
        if (name.Length > 2 && (name[2] != '_' || !int.TryParse(name.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out length))) return false;
        if (length > (isIPv4 ? 32 : 128)) return false;
        set = new BanSet(isIPv4, length);
        return set.Name == name;
    }

    public int CompareTo(BanSet other) => Index.CompareTo(other.Index);
}
