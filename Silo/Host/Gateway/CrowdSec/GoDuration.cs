using System.Globalization;

namespace Tegument.Silo.Host.Gateway.CrowdSec;

/// <summary>Durations as Go's <c>time.Duration.String</c> writes them, which is what bouncers parse: "3h59m12.5s", "-7m0s", "0s". Pure.</summary>
internal static class GoDuration
{
    /// <summary>To the millisecond; never in Go's smaller units, which every reader of durations takes but no person reads well.</summary>
    public static string Of(TimeSpan duration)
    {
        var milliseconds = (long)Math.Round(Math.Abs(duration.TotalMilliseconds));
        var (minutes, rest) = Math.DivRem(milliseconds, 60_000);
        var (hours, minute) = Math.DivRem(minutes, 60);
        var seconds = (rest / 1000m).ToString("0.###", CultureInfo.InvariantCulture);
        var sign = duration < TimeSpan.Zero && milliseconds > 0 ? "-" : "";
        if (hours > 0) return string.Create(CultureInfo.InvariantCulture, $"{sign}{hours}h{minute}m{seconds}s");
        return minute > 0 ? string.Create(CultureInfo.InvariantCulture, $"{sign}{minute}m{seconds}s") : $"{sign}{seconds}s";
    }
}
