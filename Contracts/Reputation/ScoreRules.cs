using Orleans;

namespace Tegument.Contracts.Reputation;

/// <summary>The policy's numbers behind an explanation, so that whoever reads it can do each sum again.</summary>
/// <param name="CorroborationPerSensor">The sum is multiplied by this once per further sensor, to at most <paramref name="MostCorroboration"/>.</param>
/// <param name="AliveAt">A sensor counts while so many points of one of its incidents are left.</param>
/// <param name="SuspectAt">A score that makes a source suspect.</param>
/// <param name="Slack">So much below a threshold still bans.</param>
/// <param name="FreeTries">Failed logins of an incident that weigh nothing.</param>
/// <param name="IncidentCap">The most points that may be left of one incident at any time; of an anomaly <paramref name="AnomalyCap"/>.</param>
/// <param name="FirstBanSeconds">A first ban, and the most that unverified evidence earns. Each strike multiplies by <paramref name="BanFactor"/>, to at most <paramref name="LongestBanSeconds"/>.</param>
[GenerateSerializer, Immutable, Alias("tegument.ScoreRules")]
public sealed record ScoreRules(
    [property: Id(0)] double CorroborationPerSensor,
    [property: Id(1)] double MostCorroboration,
    [property: Id(2)] double AliveAt,
    [property: Id(3)] double SuspectAt,
    [property: Id(4)] double Slack,
    [property: Id(5)] int FreeTries,
    [property: Id(6)] double IncidentCap,
    [property: Id(7)] double AnomalyCap,
    [property: Id(8)] double FirstBanSeconds,
    [property: Id(9)] double BanFactor,
    [property: Id(10)] double LongestBanSeconds);
