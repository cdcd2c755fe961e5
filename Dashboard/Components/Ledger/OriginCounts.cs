using Tegument.Contracts.Bans;

namespace Tegument.Dashboard.Components.Ledger;

/// <summary>Active bans by who wanted them. Immutable.</summary>
public sealed record OriginCounts(long Automatic, long Manual, long Feed, long Api)
{
    public long Total => Automatic + Manual + Feed + Api;

    public long Of(BanOrigin origin) => origin switch
    {
        BanOrigin.Automatic => Automatic,
        BanOrigin.Manual => Manual,
        BanOrigin.Feed => Feed,
        _ => Api,
    };
}
