using Tegument.Contracts.Api;
using Tegument.Dashboard.Components.Charts;
using Tegument.Dashboard.Live;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Detections;

/// <summary>A group's layer of the stack, with its legend.</summary>
/// <param name="Rate">In the last whole step, in the window's rate.</param>
public sealed record DetectionLayer(EvidenceGroup Group, string Area, string Line, double Rate, long Items);

/// <summary>
/// Evidence over a window: the stack by group and the table by kind and technique. Made once per reading for all circuits; a pure function of
/// the answer. Immutable. X of paths spans 1,000, Y is pixels.
/// </summary>
public sealed class DetectionFigure
{
    public const int Height = 246, Top = 8, Ground = 224;

    private readonly DateTimeOffset _from;
    private readonly TimeSpan _step;
    private readonly int _steps;

    public DetectionFigure(EvidenceSeriesList series, DetectionWindow window, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(window);
        (Window, At) = (window, now);
        _step = TimeSpan.FromSeconds(Math.Max(1, series.StepSeconds));
        // A step that has only begun would look like calm.
        var end = new DateTimeOffset(now.UtcTicks / _step.Ticks * _step.Ticks, TimeSpan.Zero);
        _steps = Math.Clamp((int)Math.Round(window.Span / _step), 2, 2000);
        _from = end - (_step * _steps);
        Items = series.Series.Sum(kind => kind.Points.Sum(point => point.Items));
        Points = series.Series.Sum(kind => kind.Points.Sum(point => point.Points));
        IsCut = series.Series.Length >= EvidenceSeriesList.MaxSeries;
        Rows = Table(series);
        var groups = Groups(series);
        var perStep = window.RateSeconds / _step.TotalSeconds;
        Max = Nice(Enumerable.Range(0, _steps).Max(i => groups.Sum(group => group[i])) * perStep);
        Layers = Stack(groups, perStep, series);
        Words = Say();
    }

    public DetectionWindow Window { get; }

    public DateTimeOffset At { get; }

    public long Items { get; }

    public double Points { get; }

    /// <summary>The smallest series did not come.</summary>
    public bool IsCut { get; }

    /// <summary>The top of the scale, in the window's rate.</summary>
    public double Max { get; }

    /// <summary>From the ground up.</summary>
    public IReadOnlyList<DetectionLayer> Layers { get; }

    /// <summary>Kinds, most items first, each followed by its techniques.</summary>
    public IReadOnlyList<KindRow> Rows { get; }

    /// <summary>The chart in a sentence.</summary>
    public string Words { get; }

    /// <summary>When a place of the axis is, in percent of the width.</summary>
    public DateTimeOffset TimeAt(double percent) => _from + (_step * _steps * percent / 100);

    private int Index(DateTimeOffset at) => (int)Math.Floor((at - _from) / _step);

    private double[][] Groups(EvidenceSeriesList series)
    {
        var groups = Enumerable.Range(0, EvidenceGroups.Count).Select(_ => new double[_steps]).ToArray();
        foreach (var kind in series.Series)
        {
            var group = groups[(int)EvidenceGroups.Of(kind.Kind)];
            foreach (var point in kind.Points)
            {
                if (Index(point.At) is >= 0 and var i && i < _steps) group[i] += point.Items;
            }
        }

        return groups;
    }

    private List<DetectionLayer> Stack(double[][] groups, double perStep, EvidenceSeriesList series)
    {
        var layers = new List<DetectionLayer>();
        var ground = Line(new double[_steps]);
        var sum = new double[_steps];
        for (var g = 0; g < groups.Length; g++)
        {
            for (var i = 0; i < _steps; i++) sum[i] += groups[g][i] * perStep;
            var top = Line(sum);
            var items = series.Series.Where(kind => EvidenceGroups.Of(kind.Kind) == (EvidenceGroup)g).Sum(kind => kind.Points.Sum(point => point.Items));
            layers.Add(items == 0
                ? new DetectionLayer((EvidenceGroup)g, "", "", 0, 0)
                : new DetectionLayer((EvidenceGroup)g, SvgPath.Band(top, ground), SvgPath.Line(top), groups[g][^1] * perStep, items));
            ground = top;
        }

        return layers;
    }

    private List<(double X, double Y)> Line(double[] values) =>
        [.. values.Select((value, i) => (i * 1000.0 / (_steps - 1), Ground - (value / Max * (Ground - Top))))];

    private List<KindRow> Table(EvidenceSeriesList series)
    {
        var rows = new List<KindRow>();
        foreach (var kind in series.Series.GroupBy(one => one.Kind).Select(kind => (kind.Key, All: kind.ToList())).OrderByDescending(kind => kind.All.Sum(Sum)))
        {
            var colour = EvidenceGroups.Colour(EvidenceGroups.Of(kind.Key));
            rows.Add(Row(kind.All, null, colour));
            var named = kind.All.Where(one => !string.IsNullOrEmpty(one.Technique)).OrderByDescending(Sum);
            rows.AddRange(named.Select(one => Row([one], one.Technique, colour)));
        }

        return rows;

        static long Sum(EvidenceSeries one) => one.Points.Sum(point => point.Items);
    }

    private KindRow Row(List<EvidenceSeries> all, string? technique, string colour)
    {
        var items = all.Sum(one => one.Points.Sum(point => point.Items));
        return new KindRow(all[0].Kind, technique, items, all.Sum(one => one.Points.Sum(point => point.Points)), Items == 0 ? 0 : (double)items / Items, Spark(all), colour);
    }

    private string Spark(List<EvidenceSeries> all)
    {
        const int Places = 40;
        var values = new double[Places];
        foreach (var point in all.SelectMany(one => one.Points))
        {
            if (Index(point.At) is >= 0 and var i && i < _steps) values[Math.Min(Places - 1, i * Places / _steps)] += point.Items;
        }

        var most = values.Max();
        return SvgPath.Line(values.Select((value, i) => (i * 100.0 / (Places - 1), KindRow.SparkHeight - 1 - (most <= 0 ? 0 : value / most * (KindRow.SparkHeight - 3)))));
    }

    private static double Nice(double most)
    {
        if (most <= 4) return 4;
        var unit = Math.Pow(10, Math.Floor(Math.Log10(most)));
        return unit * new[] { 1, 2, 4, 6, 8, 10 }.First(step => unit * step >= most * 1.02 || step == 10);
    }

    private string Say()
    {
        if (Items == 0) return $"No evidence in {Window.Words}.";
        var leading = string.Join(", ", Layers.Where(layer => layer.Items > 0).OrderByDescending(layer => layer.Items).Take(3).Select(layer => $"{EvidenceGroups.Name(layer.Group)} {Said.Count(layer.Items)}"));
        return $"Evidence by kind in {Window.Words}: {Said.Of(Items, "item")}; {leading}.";
    }
}
