using Tegument.Dashboard.Live;

namespace Tegument.Dashboard.Components.Panels;

/// <summary>What the feed's panel shows now. Immutable.</summary>
/// <param name="PausedAt">Null while it runs.</param>
/// <param name="Newer">What has happened since it was paused.</param>
/// <param name="Now">Times of the same day are told without the day.</param>
public sealed record FeedShown(IReadOnlyList<FeedLine> Lines, DateTimeOffset? PausedAt, long Newer, double ItemsPerSecond, DateTimeOffset Now);
