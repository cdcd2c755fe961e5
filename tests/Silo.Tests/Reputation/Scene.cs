using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Policy;
using Tegument.Silo.Reputation;

namespace Tegument.Silo.Tests.Reputation;

/// <summary>One run of a property: who judges, by what, and what is told, so many seconds apart.</summary>
internal sealed record Scene(
    ReputationPolicy Policy, PostureLevel Posture, SensorEvidence[] Claims, Conversation? Acquaintance, int Seconds, int Seed)
{
    public JudgementContext At(int seconds) => Given.At(TimeSpan.FromSeconds(seconds), Posture, Policy);
}
