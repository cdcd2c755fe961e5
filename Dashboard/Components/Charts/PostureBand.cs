using Tegument.Contracts.Posture;
using Tegument.Dashboard.Components.Layout;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Charts;

/// <summary>Postures over time, a lane for each so that the level reads without colour. Immutable; pure. At most <see cref="MaxLabels"/> labels and a path a lane, however many changes.</summary>
/// <param name="Lanes">A path of thick strokes for each level, in their order, in a field of <see cref="Width"/> by <see cref="Height"/>.</param>
/// <param name="Steps">The lines from one lane to the next.</param>
/// <param name="Days">Where the axis is labelled.</param>
/// <param name="Says">The chart as a sentence.</param>
public sealed record PostureBand(IReadOnlyList<string> Lanes, string Steps, IReadOnlyList<PostureLabel> Labels, IReadOnlyList<AxisMark> Days, string Says)
{
    public const double Width = 1000, Height = 152, LaneHeight = 33, First = 34;
    public const int MaxLabels = 24;

    /// <summary>Shorter ones are drawn this long, or nobody would see them.</summary>
    private const double Least = 3;

    /// <summary>About what a letter of a label takes of the field, on the width that the page is drawn for.</summary>
    private const double Letter = 6.6;

    /// <summary>The middle of a level's lane; LOCKDOWN lies on top.</summary>
    public static double Lane(PostureLevel level) => First + ((PostureLevel.Lockdown - level) * LaneHeight);

    /// <param name="periods">Newest first.</param>
    public static PostureBand Of(IReadOnlyList<PosturePeriod> periods, DateTimeOffset from, DateTimeOffset to)
    {
        ArgumentNullException.ThrowIfNull(periods);
        var spans = new List<(int At, double X, double Until)>();
        for (var i = periods.Count - 1; i >= 0; i--)
        {
            var period = periods[i];
            var until = period.Until ?? to;
            if (until <= from || period.From >= to) continue;
            spans.Add((i, Place(period.From, from, to), Place(until, from, to)));
        }

        var lanes = Enum.GetValues<PostureLevel>().Select(_ => new List<string>()).ToArray();
        var steps = new List<string>();
        for (var i = 0; i < spans.Count; i++)
        {
            var (at, x, until) = spans[i];
            var level = periods[at].Posture.Level;
            var y = Lane(level);
            lanes[(int)level].Add($"M{SvgPath.Number(Math.Min(x, Width - Least))} {SvgPath.Number(y)}H{SvgPath.Number(Math.Min(Width, Math.Max(until, x + Least)))}");
            if (i > 0 && periods[spans[i - 1].At].Posture.Level is var was && was != level) steps.Add($"M{SvgPath.Number(x)} {SvgPath.Number(Lane(was))}V{SvgPath.Number(y)}");
        }

        return new PostureBand([.. lanes.Select(lane => string.Concat(lane))], string.Concat(steps), Labelled(periods, spans), CalendarMarks.Of(from, to), Sentence(periods, spans, to - from));
    }

    private static List<PostureLabel> Labelled(IReadOnlyList<PosturePeriod> periods, List<(int At, double X, double Until)> spans)
    {
        var labels = new List<PostureLabel>();
        var taken = new double[4];
        Array.Fill(taken, Width);

        // From now backwards: where there is no room for all, the newest are told.
        for (var i = spans.Count - 1; i >= 0 && labels.Count < MaxLabels; i--)
        {
            var (at, x, _) = spans[i];
            var level = periods[at].Posture.Level;
            if (at + 1 < periods.Count && periods[at + 1].Posture.Level == level) continue;
            var text = PostureTurn.Of(periods, at).Label;
            var length = text.Length * Letter;
            var atEnd = x + length > Width;
            var (left, right) = atEnd ? (x - length, Math.Min(Width, x + Least)) : (x, x + length);
            if (right > taken[(int)level] || left < 0) continue;
            taken[(int)level] = left - 12;
            labels.Add(new PostureLabel(x / Width * 100, Lane(level) - 10, text, atEnd));
        }

        return labels;
    }

    private static double Place(DateTimeOffset at, DateTimeOffset from, DateTimeOffset to) => Math.Clamp((at - from) / (to - from), 0, 1) * Width;

    private static string Sentence(IReadOnlyList<PosturePeriod> periods, List<(int At, double X, double Until)> spans, TimeSpan whole)
    {
        if (spans.Count == 0) return "Posture over time: nothing is recorded";
        var shares = spans.GroupBy(span => periods[span.At].Posture.Level).OrderByDescending(level => level.Key)
            .Select(level => $"{PostureWords.Upper(level.Key)} {Said.Span(Rounded(level.Sum(span => (span.Until - span.X) / Width) * whole))}");
        return $"Posture over {Said.Span(Rounded(whole))}: {Said.Of(spans.Count - 1, "change")}; {string.Join(", ", shares)}";
    }

    private static TimeSpan Rounded(TimeSpan span) => TimeSpan.FromSeconds(Math.Round(span.TotalSeconds));
}

/// <summary>Words at a change.</summary>
/// <param name="Percent">Of the width.</param>
/// <param name="AtEnd">They end there instead of beginning.</param>
public sealed record PostureLabel(double Percent, double Y, string Text, bool AtEnd);
