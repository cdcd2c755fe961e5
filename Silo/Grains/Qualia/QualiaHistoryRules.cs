using System.Globalization;
using Tegument.Contracts.Qualia;

namespace Tegument.Silo.Qualia;

/// <summary>What may be asked of the history.</summary>
public static class QualiaHistoryRules
{
    /// <summary>Null when the query may be answered; otherwise one line that begins with the field to blame.</summary>
    public static string? Refuse(QualiaQuery query, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!QualiaQuery.Steps.Contains(query.StepSeconds)) return $"step: must be one of {string.Join(", ", QualiaQuery.Steps)} seconds";
        var span = now - query.Since;
        if (span < TimeSpan.Zero) return "since: lies in the future";
        var points = Math.Ceiling(Math.Min(span.TotalSeconds, QualiaQuery.KeptFor(query.StepSeconds).TotalSeconds) / query.StepSeconds);
        return points <= QualiaQuery.MaxPoints
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"step: {points:0} points are more than {QualiaQuery.MaxPoints}; take a longer step or a later 'since'");
    }
}
