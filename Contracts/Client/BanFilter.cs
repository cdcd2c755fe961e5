using System.Globalization;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Client;

/// <summary>Which bans to list, and from where on.</summary>
/// <param name="Limit">1 to 10,000 per page.</param>
/// <param name="After">A page's <c>Next</c>.</param>
/// <param name="Covering">Keeps bans that contain the address.</param>
public sealed record BanFilter(int Limit = 1000, string? After = null, BanOrigin? Origin = null, IpKey? Covering = null)
{
    internal string Query()
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"?limit={Limit}");
        if (After is not null) query += $"&after={Uri.EscapeDataString(After)}";
        if (Origin is { } origin) query += $"&origin={WireName.Of(origin)}";
        return Covering is { } address ? $"{query}&covering={Uri.EscapeDataString(address.ToString())}" : query;
    }
}
