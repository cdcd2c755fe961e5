namespace Tegument.Silo.Policy;

/// <summary>What raises the posture to a level, any of it, and below what it leaves the level again, all of it.</summary>
public sealed record AdaptiveLevel
{
    public QualiaLimits RaiseAt { get; init; } = new();

    public QualiaLimits LowerBelow { get; init; } = new();

    /// <param name="looser">The level below; null for the lowest.</param>
    internal string? Validate(AdaptiveLevel? looser)
    {
        foreach (var quale in QualiaLimits.Names)
        {
            if (Refuse(quale, RaiseAt.Of(quale), LowerBelow.Of(quale)) is { } fault) return fault;
            if (looser is null) continue;
            if (RaiseAt.Of(quale) < looser.RaiseAt.Of(quale)) return $"raiseAt.{quale}: a stricter level cannot be reached before a looser one";
            if (LowerBelow.Of(quale) < looser.LowerBelow.Of(quale)) return $"lowerBelow.{quale}: a stricter level cannot be left after a looser one";
        }

        return null;
    }

    private static string? Refuse(string quale, double? raise, double? lower)
    {
        if (raise is { } up && !(double.IsFinite(up) && up > 0)) return $"raiseAt.{quale}: must be more than 0";
        if (raise is null) return lower is null ? null : $"lowerBelow.{quale}: needs raiseAt.{quale}";
        if (lower is null) return $"lowerBelow.{quale}: is needed beside raiseAt.{quale}";
        return lower > 0 && lower < raise ? null : $"lowerBelow.{quale}: must lie between 0 and raiseAt.{quale}";
    }
}
