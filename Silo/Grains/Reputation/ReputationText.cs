using System.Globalization;
using System.Text;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Wire;
using Tegument.Silo.Policy;

namespace Tegument.Silo.Reputation;

/// <summary>Words for people: what was seen and what it weighs. Pure; culture-free; bounded.</summary>
public static class ReputationText
{
    private const int NamedIncidents = 3;

    /// <summary>One line: the heaviest incidents, the sum, the posture, who saw it and whether it could be forged.</summary>
    public static string BanReason(ReputationState state, double score, bool verified, in JudgementContext context)
    {
        var policy = context.Policy;
        var living = state.Incidents.Where(i => i.Live >= policy.AliveFrom)
            .OrderByDescending(i => i.Live).ThenBy(i => i.Kind).ThenBy(i => i.Technique, StringComparer.Ordinal).ThenBy(i => i.Sensor, StringComparer.Ordinal)
            .ThenBy(i => i.Number).ToArray();
        var text = new StringBuilder(160);
        foreach (var incident in living.Take(NamedIncidents))
        {
            if (text.Length > 0) text.Append(" + ");
            text.Append(Incident(incident)).Append(CultureInfo.InvariantCulture, $" {Number(incident.Live)}");
        }

        if (living.Length > NamedIncidents) text.Append(CultureInfo.InvariantCulture, $" + {living.Length - NamedIncidents} more");
        text.Append(CultureInfo.InvariantCulture, $"; score {Number(score)} of {Number(context.Threshold ?? 0)} ({WireName.Of(context.Posture)})");
        var sensors = ReputationScore.Sensors(policy, state);
        if (sensors.Count == 1) text.Append("; seen by ").Append(sensors[0]);
        else if (sensors.Count > 1) text.Append(CultureInfo.InvariantCulture, $"; {sensors.Count} sensors agree (x{Factor(policy, sensors.Count)})");
        text.Append(verified ? "; verified" : "; unverified");
        return text.Length <= BanRequest.MaxReasonLength ? text.ToString() : text.ToString(0, BanRequest.MaxReasonLength);
    }

    /// <summary>"port-scan syn, 12 ports".</summary>
    public static string Incident(IncidentRecord incident)
    {
        var count = incident.Count - incident.Base;
        var technique = incident.Technique.Length == 0 ? "" : " " + incident.Technique;
        return string.Create(CultureInfo.InvariantCulture, $"{WireName.Of(incident.Kind)}{technique}, {count} {Unit(incident.Kind, count)}");
    }

    /// <summary>"3 more ports of port-scan syn", "1 more time of alert 2001219", "10 ports of a new port-scan syn".</summary>
    public static string More(EvidenceKind kind, string technique, long more, bool fresh)
    {
        var name = technique.Length == 0 ? WireName.Of(kind) : $"{WireName.Of(kind)} {technique}";
        return fresh && !ReputationScore.WeighsOnce(kind)
            ? string.Create(CultureInfo.InvariantCulture, $"{more} {Unit(kind, more)} of a new {name}")
            : string.Create(CultureInfo.InvariantCulture, $"{more} more {Unit(kind, more)} of {name}");
    }

    /// <summary>What one count of a kind is called.</summary>
    public static string Unit(EvidenceKind kind, long count) => kind switch
    {
        EvidenceKind.PortScan => count == 1 ? "port" : "ports",
        EvidenceKind.HostSweep => count == 1 ? "host" : "hosts",
        EvidenceKind.BruteForce => count == 1 ? "failed try" : "failed tries",
        EvidenceKind.SynFlood or EvidenceKind.UdpFlood or EvidenceKind.IcmpFlood or EvidenceKind.AckFlood or EvidenceKind.Amplification =>
            count == 1 ? "packet" : "packets",
        EvidenceKind.Log => count == 1 ? "line" : "lines",
        _ => count == 1 ? "time" : "times",
    };

    private static string Factor(ReputationPolicy policy, int sensors) =>
        policy.Corroboration.FactorOf(sensors).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Points for people: at most one decimal.</summary>
    public static string Number(double points) => points.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A time for people: "90 s", "10 min", "4 h", "30 d".</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds switch
    {
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds)} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min"),
        < 172_800 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.#} d"),
    };
}
