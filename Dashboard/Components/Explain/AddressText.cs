using Tegument.Contracts.Addresses;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Explain;

/// <summary>What people type or follow where an address belongs: where it leads, and what is wrong with it. Pure.</summary>
public static class AddressText
{
    /// <summary>The page of an address, or of the first address of a judged IPv6 /64; the bans within any other network.</summary>
    public static string Path(string source)
    {
        if (!IpPrefix.TryParse(source, out var prefix, out _)) return "address";
        return prefix.IsSingle || (!prefix.Address.IsIPv4 && prefix.Length == 64) ? $"address/{prefix.Address}" : $"bans?q={Uri.EscapeDataString(prefix.ToString())}";
    }

    /// <summary>Why a text is no address, in a line that helps.</summary>
    public static string Fault(string? text)
    {
        var said = Captured.Line(text, 60);
        if (string.IsNullOrWhiteSpace(text)) return "An address is needed, such as 203.0.113.9 or 2001:db8::1.";
        if (text.Contains('/', StringComparison.Ordinal)) return IpPrefix.TryParse(text, out _, out var error) ? $"“{said}” is a network, not an address." : $"“{said}” is no network: {Captured.Line(error, 120)}.";
        if (text.Contains('%', StringComparison.Ordinal)) return $"“{said}” has a zone; write the address without it.";
        if (text.Contains("://", StringComparison.Ordinal)) return $"“{said}” is a link; an address alone is expected.";
        return text.Any(char.IsAsciiLetter) && !text.Contains(':', StringComparison.Ordinal)
            ? $"“{said}” looks like a name; names are not looked up here, since answers change. Write the address."
            : $"“{said}” is not an IP address: four numbers from 0 to 255, or IPv6 such as 2001:db8::1.";
    }

    /// <summary>The /24 of an IPv4 address; of IPv6 the /64 it is judged by and the /56 around it.</summary>
    public static IReadOnlyList<IpPrefix> Targets(IpKey address) => address.IsIPv4
        ? [IpPrefix.Of(address), new IpPrefix(address, 24)]
        : [new IpPrefix(address, 64), IpPrefix.Of(address), new IpPrefix(address, 56)];
}
