using Tegument.Contracts.Qualia;

namespace Tegument.Sensor.Commands;

/// <summary>A course of time as a row of small bars: each the highest of its part, a dot where nothing was computed. Pure.</summary>
public static class Sparkline
{
    public const int Columns = 60;

    private const string Bars = "▁▂▃▄▅▆▇█";

    /// <param name="full">What a full bar stands for, if nothing is higher.</param>
    public static string Of(IEnumerable<QualiaPoint> points, DateTimeOffset end, TimeSpan span, Func<QualiaPoint, double> of, double full)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(of);
        var highest = new double?[Columns];
        foreach (var point in points)
        {
            var column = Columns - 1 - (int)Math.Floor((end - point.At) / span * Columns);
            if (column is < 0 or >= Columns) continue;
            highest[column] = Math.Max(highest[column] ?? 0, of(point));
            full = Math.Max(full, of(point));
        }

        return string.Create(Columns, (highest, full), (text, state) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = state.highest[i] is { } value ? Bars[state.full > 0 ? (int)Math.Min(Bars.Length - 1, value / state.full * Bars.Length) : 0] : '·';
        });
    }
}
