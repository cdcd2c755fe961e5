using System.Globalization;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Client;

/// <summary>Who was hostile.</summary>
public sealed partial class TegumentClient
{
    /// <param name="since">A time, or how long ago, such as 24h; null for a day.</param>
    /// <param name="until">The same; null for now.</param>
    /// <param name="limit">1 to 500.</param>
    public Task<AttackerList> AttackersAsync(string? since = null, string? until = null, int limit = 50, CancellationToken cancel = default)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"attackers?limit={limit}");
        if (since is not null) query += $"&since={Uri.EscapeDataString(since)}";
        if (until is not null) query += $"&until={Uri.EscapeDataString(until)}";
        return _api.Call(HttpMethod.Get, query, ApiJson.Default.AttackerList, cancel);
    }
}
