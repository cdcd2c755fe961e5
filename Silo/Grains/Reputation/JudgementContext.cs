using Tegument.Contracts.Posture;
using Tegument.Silo.Policy;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Reputation;

/// <summary>What a judgement depends on beside the evidence.</summary>
/// <param name="PolicyVersion">What the policy calls itself; only ever told, never judged by.</param>
/// <param name="Key">The subject's text where the caller keeps it: it is told with every judgement.</param>
/// <param name="Now">A time earlier than the state's counts as the state's.</param>
public readonly record struct JudgementContext(
    ReputationPolicy Policy,
    PostureLevel Posture,
    DateTimeOffset Now,
    IProtectionRules Protection,
    string? PolicyVersion = null,
    string? Key = null)
{
    public double? Threshold => Policy.ThresholdOf(Posture);

    public bool Bans(double score) => score >= Policy.BansFrom(Posture);
}
