namespace Tegument.Dashboard.Components.Detections;

/// <summary>How far back the page looks: what it is called, how finely it is read, and how often.</summary>
/// <param name="Name">In the address: "15m".</param>
/// <param name="Words">"the last 15 minutes".</param>
/// <param name="RateSeconds">Rates are said per so long; <paramref name="Rate"/> names it.</param>
public sealed record DetectionWindow(string Name, string Label, string Words, TimeSpan Span, int StepSeconds, int RateSeconds, string Rate, TimeSpan Pace)
{
    public static readonly IReadOnlyList<DetectionWindow> All =
    [
        new("15m", "15 min", "the last 15 minutes", TimeSpan.FromMinutes(15), 10, 60, "a minute", TimeSpan.FromSeconds(4)),
        new("1h", "1 hour", "the last hour", TimeSpan.FromHours(1), 60, 60, "a minute", TimeSpan.FromSeconds(15)),
        new("24h", "24 hours", "the last 24 hours", TimeSpan.FromHours(24), 900, 3600, "an hour", TimeSpan.FromSeconds(60)),
        new("7d", "7 days", "the last 7 days", TimeSpan.FromDays(7), 3600, 3600, "an hour", TimeSpan.FromSeconds(60)),
    ];

    /// <summary>By its name; an unknown one is an hour.</summary>
    public static DetectionWindow Of(string? name) => All.FirstOrDefault(window => window.Name == name) ?? All[1];
}
