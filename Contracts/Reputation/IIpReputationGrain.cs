using Orleans;
using Tegument.Contracts.Posture;

namespace Tegument.Contracts.Reputation;

/// <summary>
/// Remembers and judges one source. Key: <see cref="ReputationKey"/>'s text (an IPv4 address, an IPv6 /64, or an IPv6 address judged alone).
/// </summary>
[Alias("tegument.IIpReputationGrain")]
public interface IIpReputationGrain : IGrainWithStringKey
{
    /// <summary>Weighs what is new in the evidence. Idempotent per (sensor, start, incident, count).</summary>
    [Alias("Observe")]
    Task<Judgement> Observe(SensorEvidence evidence);

    /// <summary>Judges again with nothing new: after the posture or the policy changed.</summary>
    [Alias("Judge")]
    Task<Judgement> Judge();

    /// <summary>What <see cref="Judge"/> would say under a posture; changes nothing.</summary>
    [Alias("Foresee")]
    Task<Judgement> Foresee(PostureLevel posture);

    /// <summary>The ban was lifted, by whom and why where that is known: the score is cleared, strikes stay.</summary>
    [Alias("Lift")]
    Task Lift(string? actor = null, string? reason = null);

    /// <summary>Evidence, sums and outcome, without the ledger's bans, which the caller adds.</summary>
    [Alias("Explain")]
    Task<Explanation> Explain(Addresses.IpKey address);
}
