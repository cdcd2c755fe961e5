using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Dashboard.Components.Layout;
using Tegument.Dashboard.Live;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Explain;

/// <summary>
/// The sum that decides, as a waterfall: what evidence gave, what decayed, what agreement of sensors made of it. As it is now, or as it was when
/// the ban was decided; since then nothing was added, so what is left now tells what was left then. Pure.
/// </summary>
public sealed class SumFigure
{
    public const int MostRows = 12;

    private readonly List<SumRow> _rows = [];
    private readonly double _scale;

    /// <param name="decided">As of the decision; without one, or where all has decayed since, as of the explanation.</param>
    /// <param name="all">Every incident its own row; else the smallest are one.</param>
    public SumFigure(Explanation explanation, ScoreLine line, bool decided, bool all = false)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        ArgumentNullException.ThrowIfNull(line);
        var decision = decided ? explanation.Decision : null;
        At = decision?.DecidedAt ?? explanation.At;
        Posture = decision?.Posture ?? explanation.Posture;
        Threshold = decision is { } made ? made.Threshold : explanation.Threshold;
        var given = line.Steps.Sum(step => step.Points);
        var left = line.SumAt(At);
        Score = decision?.Score ?? explanation.Score;
        IsDecision = decision is not null;
        Silent = explanation.Evidence.Count(evidence => evidence.Points <= 0);
        _scale = Math.Max(Math.Max(given, Score), Threshold ?? 0) * 1.06;
        if (_scale <= 0) _scale = 100;
        Evidence(explanation, line, all);
        if (IsDecision && line.Faded)
        {
            Rest(given);
        }
        else
        {
            Decay(line, given, left);
            Agreement(explanation, line, left);
        }

        Rows = _rows;
    }

    public DateTimeOffset At { get; }

    public bool IsDecision { get; }

    public PostureLevel Posture { get; }

    /// <summary>Null when the posture never bans.</summary>
    public double? Threshold { get; }

    public double Score { get; }

    /// <summary>Incidents that add nothing: told during a ban, or answered for by one that is over.</summary>
    public int Silent { get; }

    /// <summary>Incidents that one row tells together.</summary>
    public int Folded { get; private set; }

    public IReadOnlyList<SumRow> Rows { get; }

    /// <summary>Where the threshold stands in the graph, in percent; null when there is none.</summary>
    public double? ThresholdLeft => Threshold is { } bans ? Place(bans) : null;

    public double ScoreWidth => Place(Score);

    public bool Crosses => Threshold is { } bans && Score >= bans - 0.5;

    public string Colour => PostureWords.Colour(Posture);

    private double Running => _rows.Count == 0 ? 0 : _rows[^1].Sum;

    private double Place(double points) => Math.Round(Math.Clamp(points / _scale, 0, 1) * 100, 2);

    private void Evidence(Explanation explanation, ScoreLine line, bool all)
    {
        var told = line.Steps.ToList();
        var folded = all || told.Count <= MostRows ? [] : told.OrderByDescending(step => step.Points).Skip(MostRows - 1).ToHashSet();
        if (folded.Count > 0)
        {
            Folded = folded.Count;
            Add(SumKind.Adds, $"{Said.Count(folded.Count)} smaller incidents", $"{folded.Select(step => step.Of?.Sensor).Distinct(StringComparer.Ordinal).Count()} hosts", folded.Sum(step => step.Points), "added up", null);
        }

        foreach (var step in told.Where(step => !folded.Contains(step)))
        {
            if (step.Of is { } of) Add(SumKind.Adds, EvidenceWords.Title(of), EvidenceWords.Where(of, explanation.At), step.Points, EvidenceWords.How(of, explanation), EvidenceGroups.Colour(EvidenceGroups.Of(of.Kind)));
            else Add(SumKind.Adds, "Incidents forgotten for room", "only the last 32 of a source are kept one by one", step.Points, "what was left of them", "var(--text-3)");
        }
    }

    private void Decay(ScoreLine line, double given, double left)
    {
        if (given - left < 0.05) return;
        var parts = line.Steps.Select(step => (Then: step.Points, Gone: step.Points * (1 - line.Left(At - step.At)), Age: At - step.At)).Where(part => part.Gone >= 0.05).ToList();
        var detail = parts.Count <= 3
            ? string.Join(", ", parts.Select(part => $"{Said.Score(part.Then)} over {Said.Span(Whole(part.Age))}"))
            : $"{Said.Count(parts.Count)} incidents, each from its own time on";
        var how = parts.Count is 2 or 3 ? string.Join(" ", parts.Select(part => "−" + Said.Score(part.Gone))) : parts.Count == 1 ? $"{Said.Score(parts[0].Then)} × {Said.Trim(Math.Round(1 - line.Left(parts[0].Age), 3))}" : "";
        Add(SumKind.Decays, $"Decayed, half-life {Said.Span(line.HalfLife)}", detail, left - given, how, null);
    }

    private void Rest(double given)
    {
        if (Math.Abs(Score - given) >= 0.05)
            Add(Score < given ? SumKind.Decays : SumKind.Agrees, "Decay and corroboration until the decision", "so long ago that they cannot be told apart any more", Score - given, "", null);
    }

    private void Agreement(Explanation explanation, ScoreLine line, double left)
    {
        var more = Score - left;
        if (more < 0.05 || left <= 0) return;
        var sensors = line.Steps.Where(step => step.Of is not null && step.Points * line.Left(At - step.At) >= (explanation.Rules?.AliveAt ?? 1) * 0.999)
            .Select(step => step.Of!.Sensor).Distinct(StringComparer.Ordinal).ToList();
        var names = sensors.Count is > 0 and <= 3 ? string.Join(" and ", sensors.Select(sensor => Captured.Line(sensor, 32))) : $"{Said.Count(sensors.Count)} hosts";
        var rule = explanation.Rules is { } rules ? $", × {Said.Trim(rules.CorroborationPerSensor)} per further host, at most × {Said.Trim(rules.MostCorroboration)}" : "";
        Add(SumKind.Agrees, $"Corroborated by {Said.Of(sensors.Count, "host")}", names + rule, more, $"{Said.Score(left)} × {Said.Trim(Math.Round(more / left, 2))}", null);
    }

    private void Add(SumKind kind, string title, string detail, double adds, string how, string? colour)
    {
        var before = Running;
        var after = before + adds;
        var (low, high) = (Place(Math.Min(before, after)), Place(Math.Max(before, after)));
        _rows.Add(new SumRow(kind, title, detail, adds, how, after, low, Math.Round(high - low, 2), colour));
    }

    private static TimeSpan Whole(TimeSpan span) => TimeSpan.FromSeconds(Math.Max(0, Math.Round(span.TotalSeconds)));
}
