using System.Globalization;
using Tegument.Contracts.Qualia;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Charts;

/// <summary>What to make of a quale, in a word or two. Pure.</summary>
public static class InstrumentWords
{
    /// <summary>From here on pain is more than a host or two.</summary>
    public const double MuchPain = 40;

    /// <summary>So far above its band a quale is not merely above it.</summary>
    private const double FarAbove = 1.5;

    public static string Unit(string? unit) => unit switch
    {
        Quale.TimesUsual => "× what is usual",
        Quale.PointsPerMinute => "points a minute",
        null => "",
        _ => unit,
    };

    /// <summary>The words, their icon, and the tone: "", "sus" or "hos".</summary>
    public static (string Words, string Icon, string Tone) Verdict(string name, Quale? quale)
    {
        if (quale is null) return ("not felt yet", "clock", "");
        if (name == "Pain") return Pain(quale);
        if (quale.Learning) return ("learning what is usual", "clock", "");
        if (quale.Value < quale.Low) return ($"below its band {Band(quale)}", "warn", "sus");
        if (quale.Value <= quale.High) return ($"within band {Band(quale)}", "check", "");
        var tone = name == "Temperature" ? "hos" : "sus";
        return quale.Value >= FarAbove * quale.High ? ($"{Said.Figure(quale.Value / quale.High)} × the band", "alarm", tone) : ($"above band {Band(quale)}", "alarm", tone);
    }

    private static (string, string, string) Pain(Quale quale)
    {
        if (quale.Value <= quale.High) return ("no sign of damage", "check", "");
        var causes = quale.Causes.Length switch { <= 1 => "one cause", var n => $"{n} causes" };
        return quale.Value >= MuchPain ? (causes, "alarm", "hos") : (causes, "warn", "sus");
    }

    private static string Band(Quale quale) => $"{Number(quale.Low)}–{Number(quale.High)}";

    private static string Number(double value) => value >= 10 ? Said.Count(value) : value.ToString("0.#", CultureInfo.InvariantCulture);
}
