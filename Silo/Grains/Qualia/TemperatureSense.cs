using System.Globalization;
using Tegument.Contracts.Qualia;

namespace Tegument.Silo.Qualia;

/// <summary>
/// Temperature: the points that evidence added to scores, each fading with a time constant of a minute. While they come in steadily that is
/// exactly points a minute; a burst of P points shows as P and is down to a third of it a minute later. Pure.
/// </summary>
internal static class TemperatureSense
{
    public static readonly TimeSpan Constant = TimeSpan.FromMinutes(1);

    /// <summary>The usual band reaches at least this far up.</summary>
    public const double LeastHigh = 30;

    private const int Named = 3;

    /// <param name="usual">Points a second; null while it is learned.</param>
    public static Quale Of(FadingSums kinds, FadingSums sensors, FadingSums sources, UsualLoad? usual)
    {
        QualeCause[] causes = [.. Top("kind", kinds), .. Top("source", sources), .. Top("sensor", sensors)];
        return new Quale(
            Math.Round(kinds.Total, 2),
            Quale.PointsPerMinute,
            Math.Round((usual?.Low ?? 0) * 60, 2),
            Math.Round(Math.Max((usual?.High ?? 0) * 60, LeastHigh), 2),
            Learning: usual is null,
            Cause(kinds.Total, causes),
            causes);
    }

    private static IEnumerable<QualeCause> Top(string part, FadingSums sums) =>
        sums.Greatest(Named).Select(s => new QualeCause(part, s.Name, Math.Round(s.Sum, 2), Number(s.Sum) + " points/min"));

    private static string Cause(double total, QualeCause[] causes)
    {
        if (total == 0) return "no hostile evidence";
        var text = $"{Number(total)} points/min: {List(causes, "kind")}";
        if (causes.Any(cause => cause.Part == "source")) text += $"; most by {List(causes, "source")}";
        if (causes.Any(cause => cause.Part == "sensor")) text += $"; told by {List(causes, "sensor")}";
        return text;
    }

    private static string List(QualeCause[] causes, string part) =>
        string.Join(", ", causes.Where(cause => cause.Part == part).Select(cause => $"{cause.Name} {Number(cause.Value)}"));

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
