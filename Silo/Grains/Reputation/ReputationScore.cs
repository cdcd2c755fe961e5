using Tegument.Contracts.Evidence;
using Tegument.Silo.Policy;

namespace Tegument.Silo.Reputation;

/// <summary>
/// The arithmetic of a score: pure functions, no clock. Points of an incident are a function of its total count, so growth is a
/// difference and any way of cutting it into batches sums to the same.
/// </summary>
public static class ReputationScore
{
    /// <summary>Points that an incident of this size adds when it comes all at once; never negative and never falling with count or severity.</summary>
    public static double Points(ReputationPolicy policy, EvidenceKind kind, string technique, int severity, long count) =>
        Math.Min(Cap(policy, kind), Worth(policy, kind, technique, severity, count));

    /// <summary>
    /// The most that may be left of one incident at any time. It bounds what is left and not what was ever given: an incident that lasts
    /// goes on weighing as it grows.
    /// </summary>
    public static double Cap(ReputationPolicy policy, EvidenceKind kind) =>
        kind == EvidenceKind.Anomaly ? Math.Min(policy.IncidentCap, policy.Weights.AnomalyCap) : policy.IncidentCap;

    /// <summary>
    /// Points of an incident of this size without a cap: growth weighs the difference of two of these. Never negative and never falling with
    /// count or severity.
    /// </summary>
    public static double Worth(ReputationPolicy policy, EvidenceKind kind, string technique, int severity, long count)
    {
        if (count <= 0) return 0;
        var weight = Weight(policy, kind, technique, severity);
        if (WeighsOnce(kind)) return weight;
        return weight * (kind == EvidenceKind.BruteForce ? Math.Max(0, count - policy.Weights.FreeTries) : count);
    }

    /// <summary>Points per count, or per incident for the kinds that weigh once (<see cref="WeighsOnce"/>).</summary>
    public static double Weight(ReputationPolicy policy, EvidenceKind kind, string technique, int severity)
    {
        var weights = policy.Weights;
        return kind switch
        {
            EvidenceKind.PortScan => IsStealth(technique) ? weights.StealthScannedPort : weights.ScannedPort,
            EvidenceKind.HostSweep => weights.SweptHost,
            EvidenceKind.SynFlood or EvidenceKind.UdpFlood or EvidenceKind.IcmpFlood or EvidenceKind.AckFlood => severity >= 4 ? weights.Flood : 0,
            EvidenceKind.BruteForce => weights.FailedTry,
            EvidenceKind.Signature or EvidenceKind.Alert => OfSeverity(weights, severity),
            EvidenceKind.Anomaly => weights.Anomaly,
            EvidenceKind.Malformed => weights.Malformed,
            EvidenceKind.DnsTunnel => weights.DnsTunnel,
            EvidenceKind.Log => weights.LogLine,
            EvidenceKind.Feed or EvidenceKind.Manual => policy.IncidentCap,
            _ => 0,
        };
    }

    /// <summary>True for kinds whose size says nothing: the first sight of an incident weighs all.</summary>
    public static bool WeighsOnce(EvidenceKind kind) => kind is EvidenceKind.SynFlood or EvidenceKind.UdpFlood or EvidenceKind.IcmpFlood
        or EvidenceKind.AckFlood or EvidenceKind.Signature or EvidenceKind.Alert or EvidenceKind.Malformed
        or EvidenceKind.Feed or EvidenceKind.Manual;

    /// <summary>What is left of one point after a time; 1 for no time or less.</summary>
    public static double Decay(ReputationPolicy policy, TimeSpan elapsed) =>
        elapsed <= TimeSpan.Zero ? 1 : double.Exp2(-elapsed.TotalSeconds / policy.HalfLife.TotalSeconds);

    /// <summary>All points that are left, as of the state's time, without corroboration.</summary>
    public static double Sum(ReputationState state)
    {
        var sum = state.Residue;
        foreach (var incident in state.Incidents) sum += incident.Live;
        return sum;
    }

    /// <summary>The score as of the state's time.</summary>
    public static double Of(ReputationPolicy policy, ReputationState state) =>
        Sum(state) * policy.Corroboration.FactorOf(Sensors(policy, state).Count);

    /// <summary>The score that would be left without everything that can be forged; never more than <see cref="Of"/>.</summary>
    public static double ProvenOf(ReputationPolicy policy, ReputationState state)
    {
        var sum = state.ProvenResidue;
        foreach (var incident in state.Incidents)
        {
            if (incident.IsProven) sum += incident.Live;
        }

        return sum <= 0 ? 0 : sum * policy.Corroboration.FactorOf(Sensors(policy, state, provenOnly: true).Count);
    }

    /// <summary>The sensors with living evidence, in the order in which they spoke.</summary>
    public static IReadOnlyList<string> Sensors(ReputationPolicy policy, ReputationState state, bool provenOnly = false)
    {
        if (state.Incidents.Count == 0) return [];
        if (state.Incidents.Count == 1) return Counts(policy, state.Incidents[0], provenOnly) ? [state.Incidents[0].Sensor] : [];
        var sensors = new List<string>(2);
        foreach (var incident in state.Incidents)
        {
            if (Counts(policy, incident, provenOnly) && !sensors.Contains(incident.Sensor)) sensors.Add(incident.Sensor);
        }

        return sensors;
    }

    private static bool Counts(ReputationPolicy policy, IncidentRecord incident, bool provenOnly) =>
        incident.Live >= policy.AliveFrom && (!provenOnly || incident.IsProven);

    private static double OfSeverity(EvidenceWeights weights, int severity) => severity switch
    {
        <= 0 => 0,
        1 => weights.Low,
        2 => weights.Medium,
        3 => weights.High,
        _ => weights.Critical,
    };

    private static bool IsStealth(string technique) =>
        technique is Techniques.Null or Techniques.Xmas or Techniques.SynFin or Techniques.Maimon;
}
