using Tegument.Sensor.Native.Nftables;

namespace Tegument.Sensor.Enforce.Nftables;

/// <summary>
/// Removes every trace of enforcement from this host without asking an agent or a silo, and keeps it observe-only. A running agent sees
/// the marker and does not repair. Needs CAP_NET_ADMIN. Any thread; acts in that thread's network namespace.
/// </summary>
public static class LocalFlush
{
    /// <summary>Null when the table is gone and the marker written; otherwise what went wrong, for people.</summary>
    public static string? Run(string dataDirectory, string actor, string reason, DateTimeOffset now, NftablesOptions? options = null)
    {
        // The marker first, so that neither a running agent nor a restarted one brings the table back.
        var marker = new ObserveOnlyMarker(dataDirectory).Write(actor, reason, now);
        try
        {
            using var nft = NftablesContext.Open();
            var error = nft.Run(RulesetText.Flush((options ?? NftablesOptions.Default).Table));
            if (error is not null) return $"nftables: {error}";
        }
        catch (NftablesException e)
        {
            return e.Message;
        }

        return marker is null ? null : $"flushed, but an agent on this host will enforce again: {marker}";
    }
}
