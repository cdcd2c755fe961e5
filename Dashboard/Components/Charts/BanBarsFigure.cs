using Tegument.Contracts.Qualia;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Charts;

/// <summary>Bans decided by the hour of the last day. Lengths are percents. Immutable.</summary>
public sealed record BanBarsFigure(IReadOnlyList<BanBar> Bars, IReadOnlyList<AxisMark> Ticks, IReadOnlyList<AxisMark> Times, long Total, string Label)
{
    private const int Hours = 24;
    private const double Top = 3, Ground = 100;

    /// <param name="hours">Steps of an hour, oldest first; those without a computed second are absent.</param>
    public static BanBarsFigure Of(IReadOnlyList<QualiaPoint> hours)
    {
        ArgumentNullException.ThrowIfNull(hours);
        var last = hours.Count == 0 ? DateTimeOffset.UnixEpoch : hours[^1].At;
        var counts = new long[Hours];
        foreach (var hour in hours)
        {
            var place = Hours - 1 - (int)Math.Round((last - hour.At).TotalHours);
            if (place is >= 0 and < Hours) counts[place] += (long)Math.Round(hour.BansPerSecond * hour.Seconds);
        }

        var scale = ChartScale.Linear(counts.Max(), least: 4);
        double Y(double value) => Ground - scale.Part(value) * (Ground - Top);
        var first = last - TimeSpan.FromHours(Hours - 1);
        var total = counts.Sum();
        return new BanBarsFigure(
            [.. counts.Select((count, i) => new BanBar(i * 100.0 / Hours, Y(count), Ground - Y(count), Words(count, first, i, hours.Count > 0)))],
            [.. scale.Ticks.Select(tick => new AxisMark(Y(tick), Said.Short(tick)))],
            hours.Count == 0 ? [] : [new(0, Said.Minute(first)), new(100 / 3.0, Said.Minute(first.AddHours(8))), new(200 / 3.0, Said.Minute(first.AddHours(16))), new(100, "now")],
            total,
            $"Bans decided per hour, last 24 hours: {Said.Count(total)} in all, at most {Said.Count(counts.Max())} in an hour.");
    }

    private static string Words(long count, DateTimeOffset first, int hour, bool known) =>
        known ? $"{Said.Minute(first.AddHours(hour))} to {Said.Minute(first.AddHours(hour + 1))}: {Said.Of(count, "ban")}" : "";
}
