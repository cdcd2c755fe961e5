using System.Globalization;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Client;

/// <summary>Block lists.</summary>
public sealed partial class TegumentClient
{
    public Task<FeedList> FeedsAsync(CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Get, "feeds", ApiJson.Default.FeedList, cancel);

    /// <param name="limit">1 to 10,000.</param>
    /// <param name="after">A page's <c>Next</c>.</param>
    /// <param name="covering">Keeps entries that contain the address.</param>
    public Task<FeedEntryList> FeedEntriesAsync(string name, int limit = 1000, string? after = null, IpKey? covering = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        var query = string.Create(CultureInfo.InvariantCulture, $"feeds/{Uri.EscapeDataString(name)}/entries?limit={limit}");
        if (after is not null) query += $"&after={Uri.EscapeDataString(after)}";
        if (covering is { } address) query += $"&covering={Uri.EscapeDataString(address.ToString())}";
        return _api.Call(HttpMethod.Get, query, ApiJson.Default.FeedEntryList, cancel);
    }

    /// <summary>Asks for a list now; answers when it has been taken or refused.</summary>
    public Task<FeedView> RefreshFeedAsync(string name, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _api.Call(HttpMethod.Post, $"feeds/{Uri.EscapeDataString(name)}/refresh", ApiJson.Default.FeedView, cancel);
    }
}
