using Tegument.Contracts.Evidence;

namespace Tegument.Silo.Host.Gateway.Link;

/// <summary>
/// Settles the times that a sensor claims against the silo's own clock, when its batch arrives. What lies in the future would never grow
/// old, and what a recorded batch of yesterday says would weigh again. Pure but for the clock and the counters; safe on any thread.
/// </summary>
/// <remarks>
/// A clock that runs ahead moves all times of the batch alike: who was acquainted before an attack stays acquainted. So the whole batch is
/// set back by what its latest time is ahead, up to <see cref="MostAhead"/>; what is still ahead then counts as now. A clock that runs
/// behind cannot be told from evidence that waited in a spool, and harms nobody within <see cref="Oldest"/>; what is older is left out.
/// </remarks>
public sealed class EvidenceClock(TimeProvider time, LinkCounters counters)
{
    /// <summary>Ahead by less is no fault: clocks are slewed, and ours may be the one behind.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    /// <summary>A clock is a zone or a day off; a time beyond is no clock's.</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromHours(26);

    /// <summary>Evidence that is older bans nobody any more: after a night without a silo its points would have decayed to nothing.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromHours(12);

    /// <summary>The batch as it may be weighed; the same one when its times are sound.</summary>
    public EvidenceBatch Settle(EvidenceBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var now = time.GetUtcNow();
        var (latest, oldest, wild) = (now, now, false);
        foreach (var item in batch.Items)
        {
            if (item is null) return batch; // Refused by name where it is checked.
            Look(item.LastSeen);
            if (item.Conversation is { } conversation) Look(conversation.LastData);
            if (item.NetworkConversation is { } network) Look(network.LastData);
            if (item.LastSeen < oldest) oldest = item.LastSeen;
        }

        var ahead = latest - now > Tolerance ? latest - now : TimeSpan.Zero;
        var skewed = wild || ahead > TimeSpan.Zero;
        if (!skewed && oldest >= now - Oldest) return batch;
        if (skewed) counters.Skew();
        var items = skewed ? Array.ConvertAll(batch.Items, item => SetBack(item, ahead, now)) : batch.Items;
        var sound = Array.FindAll(items, item => item.LastSeen >= now - Oldest);
        counters.Stale(items.Length - sound.Length);
        return batch with { Items = sound };

        void Look(DateTimeOffset claimed)
        {
            if (claimed > now + MostAhead) wild = true;
            else if (claimed > latest) latest = claimed;
        }
    }

    private static EvidenceItem SetBack(EvidenceItem item, TimeSpan ahead, DateTimeOffset now) => item with
    {
        FirstSeen = SetBack(item.FirstSeen, ahead, now),
        LastSeen = SetBack(item.LastSeen, ahead, now),
        Conversation = SetBack(item.Conversation, ahead, now),
        NetworkConversation = SetBack(item.NetworkConversation, ahead, now),
    };

    private static Conversation? SetBack(Conversation? conversation, TimeSpan ahead, DateTimeOffset now) =>
        conversation is null ? null : new Conversation(SetBack(conversation.Began, ahead, now), SetBack(conversation.LastData, ahead, now));

    private static DateTimeOffset SetBack(DateTimeOffset time, TimeSpan ahead, DateTimeOffset now)
    {
        if (time.UtcTicks < ahead.Ticks) return time;
        var set = time - ahead;
        return set < now ? set : now;
    }
}
