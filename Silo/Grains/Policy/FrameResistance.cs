namespace Tegument.Silo.Policy;

/// <summary>
/// When unverified evidence may be a forger's attempt to have a third party banned: we know the address, and knew it before.
/// </summary>
public sealed record FrameResistance
{
    /// <summary>The conversation began at least this long before the first hostile packet.</summary>
    public TimeSpan AcquaintedFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>And its last data is younger than this.</summary>
    public TimeSpan LastDataWithin { get; init; } = TimeSpan.FromDays(1);

    internal string? Validate() =>
        IsTime(AcquaintedFor) && IsTime(LastDataWithin) ? null : "frameResistance: times must be 0 seconds to 3650 days";

    private static bool IsTime(TimeSpan time) => time >= TimeSpan.Zero && time <= ReputationPolicy.LongestTime;
}
