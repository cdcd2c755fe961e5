using System.Globalization;

namespace Tegument.Dashboard.Text;

/// <summary>Numbers and times as the console writes them: comma thousands, a real minus, units in words. Pure; invariant culture.</summary>
public static class Said
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>12,345.</summary>
    public static string Count(long value) => value.ToString("#,0", Culture).Replace('-', '−');

    public static string Count(double value) => Count((long)Math.Round(value));

    /// <summary>One decimal below a hundred, none above: 0.4, 61.4, 1,418.</summary>
    public static string Figure(double value) => (Math.Abs(value) < 99.95 ? value.ToString("0.0", Culture) : value.ToString("#,0", Culture)).Replace('-', '−');

    /// <summary>48.2 k, 1.3 M.</summary>
    public static string Short(double value) => Math.Abs(value) switch
    {
        >= 999_950 => (value / 1_000_000).ToString("0.0", Culture) + " M",
        >= 10_000 => (value / 1000).ToString("0.0", Culture) + " k",
        >= 100 => value.ToString("#,0", Culture),
        _ => value.ToString("0.#", Culture),
    };

    /// <summary>A score or weight: 112.7.</summary>
    public static string Score(double value) => value.ToString("#,0.0", Culture).Replace('-', '−');

    /// <summary>At most two decimals, none where it is whole: 100, 99.5, 1.25.</summary>
    public static string Trim(double value) => value.ToString("#,0.##", Culture).Replace('-', '−');

    /// <summary>"+5.0" or "−11.4".</summary>
    public static string Signed(double value) => (value < 0 ? "−" : "+") + Math.Abs(value).ToString("#,0.0", Culture);

    /// <summary>The two greatest units: "38 min 43 s", "2 h 40 min", "6 d 23 h"; "9 s" below a minute.</summary>
    public static string Span(TimeSpan span)
    {
        if (span < TimeSpan.Zero) span = TimeSpan.Zero;
        if (span.TotalDays >= 365) return $"{(span.TotalDays / 365.25).ToString("0.#", Culture)} years";
        if (span.TotalDays >= 1) return Two((int)span.TotalDays, "d", span.Hours, "h");
        if (span.TotalHours >= 1) return Two(span.Hours, "h", span.Minutes, "min");
        return span.TotalMinutes >= 1 ? Two(span.Minutes, "min", span.Seconds, "s") : $"{span.Seconds} s";
    }

    public static string Span(double seconds) => Span(TimeSpan.FromSeconds(Math.Min(seconds, 3_000_000_000)));

    /// <summary>The greatest unit alone: "38 min".</summary>
    public static string About(TimeSpan span) => span switch
    {
        { TotalDays: >= 1 } => $"{(int)span.TotalDays} d",
        { TotalHours: >= 1 } => $"{(int)span.TotalHours} h",
        { TotalMinutes: >= 1 } => $"{(int)span.TotalMinutes} min",
        _ => $"{Math.Max(0, (int)span.TotalSeconds)} s",
    };

    /// <summary>14:32:18 of the same day, "12 Nov 14:32:18" else. UTC, as every time of the console.</summary>
    public static string Time(DateTimeOffset at, DateTimeOffset now) =>
        at.UtcDateTime.Date == now.UtcDateTime.Date ? Clock(at) : at.UtcDateTime.ToString("d MMM HH:mm:ss", Culture);

    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss", Culture);

    public static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm", Culture);

    /// <summary>12 Nov.</summary>
    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM", Culture);

    /// <summary>Fri 20 Nov, 14:32:18 UTC.</summary>
    public static string Full(DateTimeOffset at) => at.UtcDateTime.ToString("ddd d MMM, HH:mm:ss 'UTC'", Culture);

    /// <summary>"1 host", "14 hosts".</summary>
    public static string Of(long count, string one, string? many = null) => $"{Count(count)} {(count == 1 ? one : many ?? one + "s")}";

    private static string Two(int great, string unit, int small, string smaller) => small == 0 ? $"{great} {unit}" : $"{great} {unit} {small} {smaller}";
}
