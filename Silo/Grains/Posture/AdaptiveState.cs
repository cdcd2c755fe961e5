using Orleans;

namespace Tegument.Silo.Posture;

/// <summary>
/// What adaptive posture remembers, by level: since when what raises to it holds, and since when what lowers from it does; and its last steps.
/// </summary>
[GenerateSerializer, Immutable, Alias("tegument.AdaptiveState")]
public sealed record AdaptiveState(
    [property: Id(0)] DateTimeOffset?[] HotSince,
    [property: Id(1)] DateTimeOffset?[] CoolSince,
    [property: Id(2)] DateTimeOffset LastRaise,
    [property: Id(3)] DateTimeOffset LastLower)
{
    private const int Levels = 4;

    public static readonly AdaptiveState Fresh = new(new DateTimeOffset?[Levels], new DateTimeOffset?[Levels], DateTimeOffset.MinValue, DateTimeOffset.MinValue);

    /// <summary>After a restart: what held meanwhile is not known, the steps that were made are.</summary>
    public AdaptiveState Restarted() => Fresh with { LastRaise = LastRaise, LastLower = LastLower };
}
