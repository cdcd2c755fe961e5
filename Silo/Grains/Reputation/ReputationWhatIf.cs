using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Policy;

namespace Tegument.Silo.Reputation;

/// <summary>
/// Tries a change on a copy of a state by the very code that judges, so that what it answers is exact. Of states already brought to the
/// context's time and without a ban.
/// </summary>
internal static class ReputationWhatIf
{
    // What a fresh accusation would look like when nothing has been seen that could grow.
    private static readonly (EvidenceKind Kind, string Technique, byte Severity)[] Fresh =
    [
        (EvidenceKind.PortScan, Techniques.Syn, 0), (EvidenceKind.BruteForce, Techniques.Ssh, 0), (EvidenceKind.HostSweep, Techniques.Syn, 0),
        (EvidenceKind.Alert, "", 4), (EvidenceKind.DnsTunnel, Techniques.DnsStream, 0), (EvidenceKind.Log, "", 0),
    ];

    /// <summary>True when this would be banned at once.</summary>
    public static bool Bans(ReputationState state, IpPrefix subject, in JudgementContext context) =>
        ReputationJudge.Judge(state.Copy(), subject, context).Ban is not null;

    /// <summary>The mildest stricter posture that would ban at once; null when none would.</summary>
    public static PostureLevel? Posture(ReputationState state, IpPrefix subject, in JudgementContext context)
    {
        foreach (var posture in Enum.GetValues<PostureLevel>())
        {
            if (posture > context.Posture && Bans(state, subject, context with { Posture = posture })) return posture;
        }

        return null;
    }

    /// <summary>
    /// The least more of each kind of evidence that would ban, fewest first, at most so many; of what is remembered, or of something new where
    /// none of that would suffice. Unverified where that suffices.
    /// </summary>
    public static List<FlipChange> Evidence(ReputationState state, IpPrefix subject, in JudgementContext context, int most)
    {
        var found = new List<(FlipChange Change, DateTimeOffset LastSeen)>();
        foreach (var incident in Latest(state))
        {
            if (Least(state, subject, context, incident) is { } change) found.Add((change, incident.LastSeen));
        }

        if (found.Count > 0) return [.. found.OrderBy(f => f.Change.More).ThenByDescending(f => f.LastSeen).Take(most).Select(f => f.Change)];
        foreach (var (kind, technique, severity) in Fresh)
        {
            var unheard = new IncidentRecord
            {
                Sensor = state.Incidents.LastOrDefault()?.Sensor ?? "", Start = "", Source = subject.Address, Kind = kind, Technique = technique, Severity = severity, Number = -1,
            };
            if (Least(state, subject, context, unheard) is { } change) return [change];
        }

        return [];
    }

    /// <summary>What would come next of an incident's series: growth, or where it is over or weighs once, that many new incidents or new counts.</summary>
    public static SensorEvidence Next(ReputationState state, ReputationPolicy policy, IncidentRecord incident, long more, bool verified)
    {
        var once = ReputationScore.WeighsOnce(incident.Kind);
        var fresh = IsFresh(state, policy, incident);
        var items = new EvidenceItem[once ? more : 1];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = new EvidenceItem(
                incident.Source, incident.Kind, incident.Technique, fresh ? incident.Number + 1 + i : incident.Number, once ? 1 : fresh ? more : incident.Count + more,
                incident.Ports, incident.Targets, fresh ? state.At : incident.FirstSeen, state.At, verified, incident.Severity, Sample: incident.Sample);
        }

        return new SensorEvidence(incident.Sensor, incident.Start, items);
    }

    private static bool IsFresh(ReputationState state, ReputationPolicy policy, IncidentRecord incident) =>
        incident.Number < 0 || ReputationScore.WeighsOnce(incident.Kind) || state.At - incident.LastSeen >= policy.IncidentOverAfter;

    /// <summary>The latest incident of each series: the only one that a sensor still tells of.</summary>
    private static IEnumerable<IncidentRecord> Latest(ReputationState state) => state.Incidents
        .GroupBy(i => (i.Sensor, i.Start, i.Source, i.Kind, i.Technique)).Select(series => series.MaxBy(i => i.Number)!);

    private static FlipChange? Least(ReputationState state, IpPrefix subject, in JudgementContext context, IncidentRecord incident)
    {
        var policy = context.Policy;
        var fresh = IsFresh(state, policy, incident);
        var weight = ReputationScore.Weight(policy, incident.Kind, incident.Technique, incident.Severity);
        if (weight <= 0) return null;
        var most = ReputationScore.WeighsOnce(incident.Kind)
            ? ReputationState.MaxIncidents
            : (long)Math.Min(1e9, Math.Ceiling(ReputationScore.Cap(policy, incident.Kind) / weight)) + policy.Weights.FreeTries + 1;
        foreach (var verified in (ReadOnlySpan<bool>)[false, true])
        {
            if ((verified && !fresh && incident.IsProven) || !Suffices(state, subject, context, incident, most, verified)) continue;
            long less = 0, enough = most;
            while (enough - less > 1)
            {
                var middle = less + ((enough - less) / 2);
                if (Suffices(state, subject, context, incident, middle, verified)) enough = middle;
                else less = middle;
            }

            return ChangeOf(incident, enough, fresh, verified);
        }

        return null;
    }

    private static bool Suffices(
        ReputationState state, IpPrefix subject, in JudgementContext context, IncidentRecord incident, long more, bool verified) =>
        ReputationJudge.Observe(state.Copy(), subject, Next(state, context.Policy, incident, more, verified), context).Ban is not null;

    private static FlipChange ChangeOf(IncidentRecord incident, long more, bool fresh, bool proof) => new(
        FlipKind.Evidence,
        Bans: true,
        ReputationText.More(incident.Kind, incident.Technique, more, fresh) + (proof ? ", in which it acknowledges a sequence number of ours," : ""),
        Evidence: incident.Kind,
        Technique: incident.Technique,
        Sensor: incident.Sensor.Length == 0 ? null : incident.Sensor,
        More: more,
        New: fresh,
        Verified: proof || (!fresh && incident.Verified),
        Severity: incident.Severity == 0 ? null : incident.Severity);
}
