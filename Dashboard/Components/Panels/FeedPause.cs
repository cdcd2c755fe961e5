using Tegument.Dashboard.Live;

namespace Tegument.Dashboard.Components.Panels;

/// <summary>The feed as it stood when somebody paused it. Immutable.</summary>
public sealed record FeedPause(DateTimeOffset At, IReadOnlyList<FeedLine> Lines)
{
    /// <summary>What has happened since, each thing once; the feed numbers them.</summary>
    public long Newer(IReadOnlyList<FeedLine> feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        return feed.Count == 0 ? 0 : feed[0].Number - (Lines.Count == 0 ? 0 : Lines[0].Number);
    }
}
