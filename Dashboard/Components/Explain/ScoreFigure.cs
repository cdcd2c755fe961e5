using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Contracts.Wire;
using Tegument.Dashboard.Components.Charts;
using Tegument.Dashboard.Components.Layout;
using Tegument.Dashboard.Live;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Explain;

/// <summary>A threshold across the chart.</summary>
public readonly record struct ScoreThreshold(double Y, string Figure, string Words, string Colour, bool InForce);

/// <summary>A ring where evidence came.</summary>
/// <param name="X">Percent of the width.</param>
/// <param name="Label">Null where there is no room for it.</param>
public readonly record struct ScoreRing(double X, double Y, string Colour, string? Label, string Anchor, string Title);

/// <summary>A time in which it was banned.</summary>
public readonly record struct ScoreField(double X, double Width);

public readonly record struct ScoreTick(double X, string Text, string Anchor);

/// <summary>
/// The score of one source as a chart: what was, what is, and how it decays if nothing comes. A pure function of the explanation and the time.
/// X is percent of the width, except in paths, which span 1,000; Y is pixels.
/// </summary>
public sealed class ScoreFigure
{
    public const int Height = 236, Top = 12, Ground = 202;
    private const int Samples = 140;
    private const double PixelsOfPercent = 6.6; // Of the chart's usual width; only labels' room is judged by it.

    private readonly ScoreLine _line;
    private readonly Explanation _explanation;
    private readonly DateTimeOffset _from, _to;
    private readonly double _max;

    public ScoreFigure(Explanation explanation, ScoreLine line, DateTimeOffset now)
    {
        (_explanation, _line) = (explanation, line);
        (_from, _to) = ScoreWindow.Of(explanation, line, now);
        _max = Peak(now);
        Thresholds = [.. Levels().Select(Threshold)];
        Fields = Field();
        NowX = X(now);
        Now = _line.At(now);
        NowY = Y(Now);
        Rings = Ring();
        var past = Curve(_from, now);
        Past = SvgPath.Line(past);
        PastArea = SvgPath.Area(past, Ground);
        Ahead = SvgPath.Line(Curve(now, _to));
        Ticks = ScoreWindow.Ticks(_from, _to, X);
        Words = Say(now);
    }

    public IReadOnlyList<ScoreThreshold> Thresholds { get; }

    public IReadOnlyList<ScoreField> Fields { get; }

    public IReadOnlyList<ScoreRing> Rings { get; }

    public IReadOnlyList<ScoreTick> Ticks { get; }

    public string Past { get; }

    public string PastArea { get; }

    public string Ahead { get; }

    public double Now { get; }

    public double NowX { get; }

    public double NowY { get; }

    public double Max => _max;

    /// <summary>The chart in a sentence, for those who do not see it.</summary>
    public string Words { get; }

    private double X(DateTimeOffset at) => Math.Round(Math.Clamp((at - _from) / (_to - _from), 0, 1) * 100, 2);

    private double Y(double score) => Math.Round(Ground - (Math.Min(score, _max) / _max * (Ground - Top)), 1);

    private double Peak(DateTimeOffset now)
    {
        var high = Math.Max(_line.At(now), _line.Steps.Select(step => _line.At(step.At)).DefaultIfEmpty(0).Max());
        high = Math.Max(high, _explanation.Past.Where(ban => ban.EndedAt > _from).Select(ban => ban.Score).DefaultIfEmpty(0).Max());
        high = Math.Max(high * 1.12, (_explanation.Threshold ?? _explanation.Thresholds?.Balanced ?? 100) * 1.2);
        var unit = Math.Pow(10, Math.Floor(Math.Log10(high)));
        foreach (var step in (ReadOnlySpan<double>)[1, 1.2, 1.4, 1.6, 2, 2.5, 3, 4, 5, 6, 8])
        {
            if (unit * step >= high) return unit * step;
        }

        return unit * 10;
    }

    private IEnumerable<(PostureLevel Level, double Score)> Levels()
    {
        var scores = _explanation.Thresholds;
        foreach (var level in Enum.GetValues<PostureLevel>())
        {
            var score = level == _explanation.Posture ? _explanation.Threshold : PostureScore.Of(scores, level);
            if (score is { } bans && bans <= _max) yield return (level, bans);
        }
    }

    private ScoreThreshold Threshold((PostureLevel Level, double Score) of)
    {
        var inForce = of.Level == _explanation.Posture;
        var figure = Said.Trim(of.Score);
        return new ScoreThreshold(Y(of.Score), figure, inForce ? $"ban at {figure} · {PostureWords.Upper(of.Level)}" : $"{figure} at {PostureWords.Upper(of.Level)}", PostureWords.Colour(of.Level), inForce);
    }

    private IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Banned()
    {
        foreach (var ban in _explanation.Past) yield return (ban.DecidedAt, ban.EndedAt ?? ban.DecidedAt.AddSeconds(ban.TtlSeconds));
        if (_explanation.Decision is { } now) yield return (now.DecidedAt, now.DecidedAt.AddSeconds(now.TtlSeconds));
        foreach (var ban in _explanation.Bans.Where(ban => ban.Created != _explanation.Decision?.DecidedAt)) yield return (ban.Created, ban.Expires);
    }

    /// <summary>Bans that overlap are one field.</summary>
    private List<ScoreField> Field()
    {
        var fields = new List<ScoreField>();
        foreach (var (from, to) in Banned().Where(ban => ban.To > _from && ban.From < _to).OrderBy(ban => ban.From))
        {
            var (left, right) = (X(from), X(to));
            if (fields.Count > 0 && fields[^1] is var last && left <= last.X + last.Width)
            {
                (left, right) = (last.X, Math.Max(right, last.X + last.Width));
                fields.RemoveAt(fields.Count - 1);
            }

            fields.Add(new ScoreField(left, Math.Round(right - left, 2)));
        }

        return fields;
    }

    private List<(double X, double Y)> Curve(DateTimeOffset from, DateTimeOffset to)
    {
        var times = Enumerable.Range(0, Samples + 1).Select(i => from + ((to - from) * i / Samples)).ToList();
        var jumps = _line.Steps.Select(step => step.At).Concat(_explanation.Past.SelectMany(ban => new[] { ban.DecidedAt, ban.EndedAt ?? ban.DecidedAt }));
        foreach (var at in jumps.Where(at => at > from && at <= to)) times.AddRange([at.AddMilliseconds(-1), at]);
        return [.. times.Order().Select(at => ((at - _from) / (_to - _from) * 1000, Y(Value(at))))];
    }

    /// <summary>A ban that is over cleared the score: before its end only what it was decided with is known.</summary>
    private double Value(DateTimeOffset at)
    {
        foreach (var ban in _explanation.Past)
        {
            if (at >= ban.DecidedAt && at < (ban.EndedAt ?? ban.DecidedAt)) return ban.Score * _line.Left(at - ban.DecidedAt);
        }

        return _line.At(at);
    }

    private List<ScoreRing> Ring()
    {
        var rings = new List<ScoreRing>();
        var taken = new List<(double From, double To, double Y)> { (NowX, NowX + (60 / PixelsOfPercent), Ground - 8) };
        foreach (var step in _line.Steps.Where(step => step.At >= _from).OrderByDescending(step => step.Points))
        {
            var (x, y) = (X(step.At), Y(_line.At(step.At)));
            var name = step.Of is { } of ? Captured.Line($"{WireName.Of(of.Kind)} {(of.Technique.Length > 0 && of.Technique.Length < 14 ? of.Technique + " " : "")}", 40) : "forgotten incidents ";
            var label = $"{name}{Said.Signed(step.Points)}";
            var (width, end) = (label.Length * 6.1 / PixelsOfPercent, x > 55);
            var room = end ? (From: x - width - 1.5, To: x, Y: y) : (From: x, To: x + width + 1.5, Y: y);
            var free = rings.Count < 8 && room is { From: > 0, To: < 100 } && !taken.Exists(other => other.From < room.To && room.From < other.To && Math.Abs(other.Y - y) < 15);
            taken.Add(free ? room : (x - 1, x + 1, y));
            var title = $"{Said.Time(step.At, _explanation.At)} {label}{(step.Of is { } told ? $", {Captured.Line(told.Sensor, 40)}" : "")}";
            rings.Add(new ScoreRing(x, y, step.Of is { } kind ? EvidenceGroups.Colour(EvidenceGroups.Of(kind.Kind)) : "var(--text-3)", free ? label : null, end ? "end" : "start", title));
        }

        return rings;
    }

    private string Say(DateTimeOffset now)
    {
        var steps = _line.Steps.Count == 0 ? "No evidence is remembered" : string.Join(", then ", _line.Steps.TakeLast(4).Select(step => $"{Said.Score(_line.At(step.At))} at {Said.Time(step.At, now)}"));
        var threshold = _explanation.Threshold is { } bans ? $"{PostureWords.Upper(_explanation.Posture)} bans at {Said.Trim(bans)}" : $"{PostureWords.Upper(_explanation.Posture)} never bans";
        return $"Score from {Said.Time(_from, now)} to {Said.Time(_to, now)}. {steps}; now {Said.Score(Now)}. {threshold}.";
    }
}
