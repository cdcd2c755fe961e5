using Orleans;
using Tegument.Silo.Posture;

namespace Tegument.Silo.Qualia;

/// <summary>What is stored of the qualia, so that a restart neither cools the fleet down nor forgets what is usual.</summary>
[GenerateSerializer, Alias("tegument.QualiaState")]
public sealed class QualiaState
{
    /// <summary>The second that <see cref="Heat"/> belongs to.</summary>
    [Id(0)] public DateTimeOffset At { get; set; }

    /// <summary>Temperature by kind of evidence, in points a minute.</summary>
    [Id(1)] public Dictionary<string, double> Heat { get; set; } = [];

    /// <summary>Points a second that are usual.</summary>
    [Id(2)] public UsualLoad? UsualHeat { get; set; }

    [Id(3)] public AdaptiveState Adaptive { get; set; } = AdaptiveState.Fresh;
}
