using Orleans;

namespace Tegument.Contracts.Qualia;

/// <summary>Which part of the history, in which steps. What is not kept in steps so small comes in none.</summary>
/// <param name="StepSeconds">One of <see cref="Steps"/>.</param>
[GenerateSerializer, Immutable, Alias("tegument.QualiaQuery")]
public sealed record QualiaQuery([property: Id(0)] DateTimeOffset Since, [property: Id(1)] int StepSeconds)
{
    /// <summary>An answer's bound; a query for more is refused.</summary>
    public const int MaxPoints = 2000;

    /// <summary>The steps that may be asked for, in seconds. Single seconds are kept for 15 minutes, tens for a day, minutes for 30 days.</summary>
    public static readonly IReadOnlyList<int> Steps = [1, 10, 60, 300, 900, 3600];

    public static TimeSpan KeptFor(int stepSeconds) => stepSeconds switch
    {
        < 10 => TimeSpan.FromMinutes(15),
        < 60 => TimeSpan.FromDays(1),
        _ => TimeSpan.FromDays(30),
    };

    /// <summary>The smallest step that reaches back so far in at most half of <see cref="MaxPoints"/>.</summary>
    public static int StepFor(TimeSpan span)
    {
        foreach (var step in Steps)
        {
            if (span <= KeptFor(step) && span.TotalSeconds / step <= MaxPoints / 2) return step;
        }

        return Steps[^1];
    }
}
