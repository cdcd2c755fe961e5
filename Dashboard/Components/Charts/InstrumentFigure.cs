using Tegument.Contracts.Qualia;
using Tegument.Dashboard.Live;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Charts;

/// <summary>
/// One of the qualia as an instrument: its value, what to make of it, its trace over the usual band, and where it comes from. Heights are percents
/// of the chart. Immutable.
/// </summary>
/// <param name="Tone">"", "sus" or "hos".</param>
/// <param name="Icon">Of the verdict.</param>
/// <param name="Places">The width of the path.</param>
/// <param name="Hot">Above this height the trace is in the tone's colour.</param>
/// <param name="Band">Top and height; null while what is usual is learned.</param>
/// <param name="Pointer">Null while the value says nothing.</param>
/// <param name="Cause">From elsewhere, fit for a line.</param>
public sealed record InstrumentFigure(
    string Name, string Value, string Unit, string Verdict, string Icon, string Tone, int Places, string Trace, double Hot, (double Top, double Height)? Band,
    double? Pointer, IReadOnlyList<AxisMark> Ticks, IReadOnlyList<AxisMark> Times, string Cause, string Label,
    IReadOnlyList<InstrumentLine> Lines)
{
    private const double Top = 4, Bottom = 97;

    public static InstrumentFigure Pressure(Quale? quale, TraceBuckets buckets) => Of("Pressure", quale, buckets, point => point.Pressure, PressureScale);

    public static InstrumentFigure Temperature(Quale? quale, TraceBuckets buckets) =>
        Of("Temperature", quale, buckets, point => point.Temperature, (highest, high) => ChartScale.Root(Math.Max(highest, high), 40));

    public static InstrumentFigure Pain(Quale? quale, TraceBuckets buckets) =>
        Of("Pain", quale, buckets, point => point.Pain, (_, _) => ChartScale.Fixed(100, [10, 50, 100], root: true));

    /// <summary>Within the band the trace has the whole height; far above it, roots keep both in sight.</summary>
    private static ChartScale PressureScale(double highest, double high) =>
        highest <= high ? ChartScale.Fixed(high * 1.1, [1, high]) : ChartScale.Root(highest, high);

    private static InstrumentFigure Of(string name, Quale? quale, TraceBuckets buckets, Func<TracePoint, double> value, Func<double, double, ChartScale> choose)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        var high = quale?.High is > 0 and var usual ? usual : 1;
        var scale = choose(Math.Max(buckets.Highest(value), quale?.Value ?? 0), high);
        double Y(double v) => Bottom - scale.Part(v) * (Bottom - Top);
        var (verdict, icon, tone) = InstrumentWords.Verdict(name, quale);
        var told = quale is not null && !(quale.Learning && quale.Unit == Quale.TimesUsual);
        return new InstrumentFigure(
            name,
            told ? Number(quale!.Value) : "–",
            InstrumentWords.Unit(quale?.Unit),
            verdict,
            icon,
            tone,
            buckets.Count - 1,
            told ? buckets.Line(point => Y(value(point))) : "",
            quale is { Learning: false } ? Y(high) : 0,
            quale is null or { Learning: true } ? null : (Y(high), Y(quale.Low) - Y(high)),
            told ? Y(quale!.Value) : null,
            [new AxisMark(Y(0), "0"), .. scale.Ticks.Select(tick => new AxisMark(Y(tick), Said.Short(tick)))],
            TimeMarks.Of(buckets.Window.Ago),
            Captured.Line(quale?.Cause, 240),
            $"{name}, last {buckets.Window.Name}: {(told ? $"now {Number(quale!.Value)} {InstrumentWords.Unit(quale.Unit)}, " : "")}{verdict}",
            []);
    }

    /// <summary>Two decimals where a tenth is coarse.</summary>
    private static string Number(double value) => value < 9.995 ? value.ToString("0.0#", System.Globalization.CultureInfo.InvariantCulture) : Said.Figure(value);
}
