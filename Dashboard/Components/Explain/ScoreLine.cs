using Tegument.Contracts.Reputation;

namespace Tegument.Dashboard.Components.Explain;

/// <summary>Points that an incident gave, as if all at one moment: the one from which decay leaves what is left now.</summary>
/// <param name="Of">Null for incidents that were forgotten for room.</param>
public readonly record struct ScoreStep(DateTimeOffset At, double Points, Contribution? Of);

/// <summary>
/// The score of one source over time, past and to come, from its explanation: each incident decays by the half-life, and sensors that agree
/// multiply. Exact from the last evidence on. Immutable.
/// </summary>
public sealed class ScoreLine
{
    private const double DefaultHalfLifeSeconds = 600;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    private readonly Explanation _explanation;

    public ScoreLine(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        _explanation = explanation;
        HalfLife = TimeSpan.FromSeconds(explanation.HalfLifeSeconds > 0 ? explanation.HalfLifeSeconds : DefaultHalfLifeSeconds);
        var steps = explanation.Evidence.Where(evidence => evidence.Points > 0).Select(evidence => new ScoreStep(When(evidence), evidence.Points, evidence)).ToList();
        if (explanation.ForgottenPoints > 0)
        {
            var oldest = steps.Count > 0 ? steps.Min(step => step.At) : explanation.At;
            steps.Add(new ScoreStep(oldest, explanation.ForgottenPoints / Left(explanation.At - oldest), null));
        }

        Steps = [.. steps.OrderBy(step => step.At)];
    }

    public TimeSpan HalfLife { get; }

    /// <summary>So much time has gone by that what decayed before a decision can no longer be told from what decayed after it.</summary>
    public bool Faded => _explanation.Evidence.Any(evidence => evidence.Points > 0 && IsFaded(evidence));

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<ScoreStep> Steps { get; }

    /// <summary>What is left of one point after a time.</summary>
    public double Left(TimeSpan elapsed) => elapsed <= TimeSpan.Zero ? 1 : double.Exp2(-elapsed / HalfLife);

    public double SumAt(DateTimeOffset at) => Steps.Where(step => step.At <= at).Sum(step => step.Points * Left(at - step.At));

    /// <summary>The score at a time, if nothing comes after what is known.</summary>
    public double At(DateTimeOffset at) => SumAt(at) * Factor(at);

    /// <summary>When the score is less than this, if nothing comes; null when it is already, or is not within a year.</summary>
    public DateTimeOffset? FallsBelow(double score, DateTimeOffset from)
    {
        if (score <= 0 || At(from) < score || At(from + Longest) >= score) return null;
        var (early, late) = (from, from + Longest);
        while (late - early > TimeSpan.FromMilliseconds(500))
        {
            var middle = early + ((late - early) / 2);
            if (At(middle) < score) late = middle;
            else early = middle;
        }

        return late;
    }

    /// <summary>When the score first reached this, by what is still remembered; null when it never did.</summary>
    public DateTimeOffset? Reached(double score)
    {
        foreach (var step in Steps)
        {
            if (At(step.At) >= score) return step.At;
        }

        return null;
    }

    private double Factor(DateTimeOffset at)
    {
        if (_explanation.Rules is not { } rules) return _explanation.Corroboration;
        var sensors = Steps.Where(step => step.At <= at && step.Of is not null && step.Points * Left(at - step.At) >= rules.AliveAt * 0.999)
            .Select(step => step.Of!.Sensor).Distinct(StringComparer.Ordinal).Count();
        return sensors <= 1 ? 1 : Math.Min(rules.MostCorroboration, Math.Pow(rules.CorroborationPerSensor, sensors - 1));
    }

    private DateTimeOffset When(Contribution evidence)
    {
        var at = IsFaded(evidence) ? evidence.LastSeen : _explanation.At - (HalfLife * Math.Max(0, Math.Log2(evidence.Points / evidence.PointsNow)));
        // While a ban holds nothing is added.
        var latest = _explanation.Decision?.DecidedAt ?? _explanation.At;
        return at < latest ? at : latest;
    }

    private static bool IsFaded(Contribution evidence) => evidence.PointsNow < 1e-290;
}
