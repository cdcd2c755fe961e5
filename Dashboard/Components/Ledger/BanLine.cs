using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Wire;

namespace Tegument.Dashboard.Components.Ledger;

/// <summary>A ban at its place in the list. Immutable.</summary>
/// <param name="Index">From 0.</param>
/// <param name="ReadAt">By the console's clock, when the silo told how much time is left.</param>
public sealed record BanLine(int Index, BanView Ban, DateTimeOffset ReadAt)
{
    /// <summary>Names the ban in an address: "203.0.113.9" is any of its bans, "203.0.113.9~feed" this one.</summary>
    public string Key => KeyOf(Ban);

    public TimeSpan Left(DateTimeOffset now) => TimeSpan.FromSeconds(Math.Max(0, Ban.SecondsLeft - (now - ReadAt).TotalSeconds));

    /// <summary>What is left of the whole time, 0 to 100.</summary>
    public int Share(DateTimeOffset now)
    {
        var whole = (Ban.Expires - Ban.Created).TotalSeconds;
        return whole <= 0 ? 0 : (int)Math.Clamp(Math.Round(100 * Left(now).TotalSeconds / whole), 0, 100);
    }

    public static string KeyOf(BanView ban)
    {
        ArgumentNullException.ThrowIfNull(ban);
        return $"{ban.Address}~{WireName.Of(ban.Origin)}";
    }

    /// <summary>The address and, where the key names one, the origin; null for what is no key.</summary>
    public static (Contracts.Addresses.IpPrefix Address, BanOrigin? Origin)? Parse(string? key)
    {
        var parts = (key ?? "").Split('~', 2);
        if (!Contracts.Addresses.IpPrefix.TryParse(parts[0], out var address, out _)) return null;
        return (address, parts.Length > 1 && WireName.TryParse<BanOrigin>(parts[1], out var origin) ? origin : null);
    }
}
