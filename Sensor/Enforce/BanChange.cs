using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Enforce;

/// <summary>One change for a backend.</summary>
/// <param name="DeadlineMs">On the <see cref="EnforcementClock"/>; meaningless for a removal. The backend computes the time left when it commits.</param>
public readonly record struct BanChange(IpPrefix Prefix, BanChangeKind Kind, long DeadlineMs)
{
    /// <summary>
    /// Less than this is not worth a commit and counts as ended. It also keeps the timeout from being rounded to zero jiffies, which the
    /// kernel takes for "never".
    /// </summary>
    public const long ShortestMs = 100;
}
