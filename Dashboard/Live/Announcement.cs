namespace Tegument.Dashboard.Live;

/// <summary>A sentence for screen readers. <paramref name="Number"/> grows by one with each.</summary>
public sealed record Announcement(long Number, string Text);
