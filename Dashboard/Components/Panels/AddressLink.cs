namespace Tegument.Dashboard.Components.Panels;

/// <summary>Where an address or prefix is explained. Pure.</summary>
public static class AddressLink
{
    /// <summary>An address, or the /64 or /128 that one stands for, has a page; a wider prefix has the bans within it.</summary>
    public static string To(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var slash = address.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return $"address/{Uri.EscapeDataString(address)}";
        return address[slash..] is "/64" or "/128" or "/32" && (address.Contains(':', StringComparison.Ordinal) || address[slash..] == "/32")
            ? $"address/{Uri.EscapeDataString(address[..slash])}" : $"bans?q={Uri.EscapeDataString(address)}";
    }
}
