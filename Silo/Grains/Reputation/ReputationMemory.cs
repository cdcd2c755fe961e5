using Tegument.Contracts.Evidence;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Policy;
using Tegument.Silo.Qualia;

namespace Tegument.Silo.Reputation;

/// <summary>How a state changes with time and evidence, before anyone judges it. Pure but for the state handed in.</summary>
public static class ReputationMemory
{
    /// <summary>Brings a state to a time: points decay, a ban that is over clears the score, strikes fade. Time never runs back.</summary>
    public static void Settle(ReputationState state, ReputationPolicy policy, DateTimeOffset now)
    {
        if (now < state.At) now = state.At;
        var left = ReputationScore.Decay(policy, now - state.At);
        if (left < 1)
        {
            state.Residue *= left;
            state.ProvenResidue *= left;
            foreach (var incident in state.Incidents) incident.Live *= left;
        }

        state.At = now;
        if (state.Ban is { } ban && ban.DecidedAt + ban.Ttl <= now) EndBan(state, ban.DecidedAt + ban.Ttl, BanEnd.RanOut);
        if (state is { Ban: null, Strikes: > 0, LastBanEnded: { } ended } && now - ended >= policy.Ladder.StrikesFadeAfter)
        {
            state.Strikes = 0;
            state.Past = null;
        }
    }

    /// <summary>
    /// True when forgetting the state, brought to its time, changes no judgement to come: clean, no strikes, and no incident that may still go
    /// on and would weigh anew what it weighed before.
    /// </summary>
    public static bool IsForgettable(ReputationState state, ReputationPolicy policy)
    {
        if (state is not { Ban: null, Strikes: 0 } || ReputationScore.Of(policy, state) >= policy.SuspectFrom) return false;
        var worth = 0.0;
        foreach (var incident in state.Incidents)
        {
            if (state.At - incident.LastSeen < policy.IncidentOverAfter)
                worth += ReputationScore.Points(policy, incident.Kind, incident.Technique, incident.Severity, incident.Count);
        }

        return worth < policy.SuspectFrom;
    }

    /// <summary>Clears the score and keeps the strikes. What was counted stays counted, so only new growth weighs again.</summary>
    public static void EndBan(ReputationState state, DateTimeOffset ended, BanEnd end, string? actor = null, string? reason = null)
    {
        if (state.Ban is { } ban)
        {
            state.LastBanEnded = ended;
            Keep(state, PastBan.Of(ban) with { EndedAt = ended, End = end, EndedBy = actor, EndReason = reason });
        }

        state.Ban = null;
        state.Residue = 0;
        state.ProvenResidue = 0;
        foreach (var incident in state.Incidents)
        {
            incident.Base = incident.Count;
            incident.Given = 0;
            incident.Live = 0;
        }
    }

    /// <summary>True for a ban that was decided at the state's time: what else that instant tells still belongs to it.</summary>
    public static bool IsOfThisInstant(ReputationState state) => state.Ban is { } ban && ban.DecidedAt == state.At;

    private static void Keep(ReputationState state, PastBan over)
    {
        var past = state.Past ??= new List<PastBan>(1);
        if (past.Count >= ReputationState.MaxPast) past.RemoveAt(0);
        past.Add(over);
    }

    /// <summary>
    /// Takes evidence in: what is new adds points, what was counted before adds nothing. During a ban, from the instant after it was decided,
    /// counts advance and nothing is added.
    /// </summary>
    /// <param name="tally">Told of the points that were added; decides nothing.</param>
    public static void Record(ReputationState state, ReputationPolicy policy, SensorEvidence evidence, QualiaTally? tally = null)
    {
        foreach (var told in evidence.Items)
        {
            var severity = policy.Alerts.SeverityOf(told);
            var item = severity == told.Severity ? told : told with { Severity = severity };
            if (item.Conversation is { } conversation) state.Conversation = Join(state.Conversation, conversation, policy.FrameResistance.LastDataWithin);
            if (item.NetworkConversation is { } neighbours) state.Conversation = Join(state.Conversation, neighbours, policy.FrameResistance.LastDataWithin);
            var before = 0.0;
            if (Find(state, evidence.Sensor, evidence.Start, item) is { } incident)
            {
                before = Worth(policy, incident);
                Grow(incident, item);
            }
            else if (Begin(state, policy, evidence.Sensor, evidence.Start, item) is { } begun)
            {
                incident = begun;
            }
            else
            {
                continue;
            }

            if (!Weighs(state)) continue;
            var gained = Weigh(policy, incident, Worth(policy, incident) - before);
            tally?.Gained(evidence.Sensor, item.Source, item.Kind, item.Technique, incident.Severity, gained);
        }
    }

    private static bool Weighs(ReputationState state) => state.Ban is null || IsOfThisInstant(state);

    /// <summary>The cap bounds what is left: who has given his points long ago may give them again.</summary>
    private static double Weigh(ReputationPolicy policy, IncidentRecord incident, double points)
    {
        points = Math.Min(points, ReputationScore.Cap(policy, incident.Kind) - incident.Live);
        if (points <= 0) return 0;
        incident.Live += points;
        incident.Given += points;
        return points;
    }

    private static double Worth(ReputationPolicy policy, IncidentRecord incident) =>
        ReputationScore.Worth(policy, incident.Kind, incident.Technique, incident.Severity, incident.Count - incident.Base);

    private static IncidentRecord? Find(ReputationState state, string sensor, string start, EvidenceItem item)
    {
        foreach (var incident in state.Incidents)
        {
            if (incident.Number == item.Incident && incident.IsSeries(sensor, start, item)) return incident;
        }

        return null;
    }

    private static void Grow(IncidentRecord incident, EvidenceItem item)
    {
        if (item.Count > incident.Count) incident.Count = item.Count;
        if (item.Severity > incident.Severity) incident.Severity = item.Severity;
        if (item.Ports > incident.Ports) incident.Ports = item.Ports;
        if (item.Targets > incident.Targets) incident.Targets = item.Targets;
        if (item.FirstSeen < incident.FirstSeen) incident.FirstSeen = item.FirstSeen;
        if (item.LastSeen >= incident.LastSeen)
        {
            incident.LastSeen = item.LastSeen;
            incident.Sample = item.Sample ?? incident.Sample;
        }

        incident.Verified |= item.Verified;
    }

    private static IncidentRecord? Begin(ReputationState state, ReputationPolicy policy, string sensor, string start, EvidenceItem item)
    {
        if (state.Forgotten > 0 && WasForgotten(state, sensor, start, item)) return null;
        if (state.Incidents.Count >= ReputationState.MaxIncidents && !MakeRoom(state, policy, sensor, item)) return null;
        var incident = new IncidentRecord
        {
            Sensor = sensor,
            Start = start,
            Source = item.Source,
            Kind = item.Kind,
            Technique = item.Technique,
            Number = item.Incident,
            Count = item.Count,
            Severity = item.Severity,
            Verified = item.Verified,
            Ports = item.Ports,
            Targets = item.Targets,
            FirstSeen = item.FirstSeen,
            LastSeen = item.LastSeen,
            Sample = item.Sample,
        };
        if (state.Incidents.Count == 0) state.Incidents.Capacity = 1; // Most sources have one, and there may be a million of them.
        state.Incidents.Add(incident);
        return incident;
    }

    /// <summary>Numbers grow within a series: one below a remembered number, yet unknown, was counted before it was forgotten.</summary>
    private static bool WasForgotten(ReputationState state, string sensor, string start, EvidenceItem item)
    {
        foreach (var incident in state.Incidents)
        {
            if (incident.Number > item.Incident && incident.IsSeries(sensor, start, item)) return true;
        }

        return false;
    }

    /// <summary>
    /// Forgets the oldest incident that is not the only living word of its sensor: else more evidence could mean less corroboration. Where
    /// each is, a newcomer that says as much takes the oldest's place; one that says nothing yet is refused, and comes again with its total.
    /// </summary>
    private static bool MakeRoom(ReputationState state, ReputationPolicy policy, string sensor, EvidenceItem item)
    {
        var speaks = Weighs(state) && ReputationScore.Points(policy, item.Kind, item.Technique, item.Severity, item.Count) >= policy.AliveFrom;
        var oldest = 0;
        var spare = -1;
        for (var i = 0; i < state.Incidents.Count; i++)
        {
            var incident = state.Incidents[i];
            if (incident.LastSeen < state.Incidents[oldest].LastSeen) oldest = i;
            if (spare >= 0 && incident.LastSeen >= state.Incidents[spare].LastSeen) continue;
            if ((speaks && incident.Sensor == sensor) || !IsOnlyWord(state, policy, incident)) spare = i;
        }

        if (spare < 0 && !speaks) return false;
        Forget(state, spare < 0 ? oldest : spare);
        return true;
    }

    private static bool IsOnlyWord(ReputationState state, ReputationPolicy policy, IncidentRecord incident)
    {
        if (incident.Live < policy.AliveFrom) return false;
        foreach (var other in state.Incidents)
        {
            if (other != incident && other.Live >= policy.AliveFrom && other.Sensor == incident.Sensor) return false;
        }

        return true;
    }

    private static void Forget(ReputationState state, int index)
    {
        state.Residue += state.Incidents[index].Live;
        if (state.Incidents[index].IsProven) state.ProvenResidue += state.Incidents[index].Live;
        state.Incidents.RemoveAt(index);
        state.Forgotten++;
    }

    /// <summary>One acquaintance from several claims; a silence longer than the bound starts a new one.</summary>
    private static Conversation Join(Conversation? known, Conversation claimed, TimeSpan silence)
    {
        if (known is null || known.LastData + silence < claimed.Began) return claimed;
        if (claimed.LastData + silence < known.Began) return known;
        if (known.Began <= claimed.Began && known.LastData >= claimed.LastData) return known;
        return new Conversation(
            known.Began < claimed.Began ? known.Began : claimed.Began,
            known.LastData > claimed.LastData ? known.LastData : claimed.LastData);
    }
}
