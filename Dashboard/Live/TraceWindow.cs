namespace Tegument.Dashboard.Live;

/// <summary>How far back charts look, and in which steps. Immutable; there are three.</summary>
/// <param name="Key">In the address: "15m".</param>
/// <param name="Name">On the button.</param>
/// <param name="BucketSeconds">What one place of a chart tells of.</param>
/// <param name="CoarseSeconds">The same for what comes seldom and would be nothing but spikes.</param>
/// <param name="ReadSeconds">The step in which the silo is asked.</param>
/// <param name="Ago">Four marks below a chart, from the left end to now.</param>
public sealed record TraceWindow(string Key, string Name, TimeSpan Span, int BucketSeconds, int CoarseSeconds, int ReadSeconds, IReadOnlyList<string> Ago)
{
    public static readonly TraceWindow Quarter = new("15m", "15 min", TimeSpan.FromMinutes(15), 5, 10, 1, ["−15 min", "−10", "−5", "now"]);
    public static readonly TraceWindow Hour = new("1h", "1 h", TimeSpan.FromHours(1), 20, 40, 10, ["−60 min", "−40", "−20", "now"]);
    public static readonly TraceWindow Day = new("24h", "24 h", TimeSpan.FromHours(24), 300, 900, 300, ["−24 h", "−16", "−8", "now"]);

    public static readonly IReadOnlyList<TraceWindow> All = [Quarter, Hour, Day];

    /// <summary>The one of that key; a quarter of an hour for any other.</summary>
    public static TraceWindow Of(string? key) => All.FirstOrDefault(window => window.Key == key) ?? Quarter;
}
