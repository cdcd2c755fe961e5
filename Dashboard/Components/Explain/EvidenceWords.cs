using Tegument.Contracts.Evidence;
using Tegument.Contracts.Reputation;
using Tegument.Contracts.Wire;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Explain;

/// <summary>One incident in words, and how its points are made. Pure; words of sensors come out printable and short.</summary>
public static class EvidenceWords
{
    /// <summary>"port-scan, syn, 600 ports".</summary>
    public static string Title(Contribution of)
    {
        ArgumentNullException.ThrowIfNull(of);
        return $"{Name(of.Kind, of.Technique)}, {Counted(of.Kind, of.Count - of.Settled)}";
    }

    /// <summary>"edge-1 · 14:29:37 · verified".</summary>
    public static string Where(Contribution of, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(of);
        var span = of.LastSeen - of.FirstSeen >= TimeSpan.FromSeconds(1) ? $"{Said.Time(of.FirstSeen, now)} to {Said.Clock(of.LastSeen)}" : Said.Time(of.LastSeen, now);
        return $"{Captured.Line(of.Sensor, 40)} · {span} · {(of.Verified ? "verified" : "could be forged")}";
    }

    /// <summary>How the points are made of the count: "12 × 10", and why not all of it weighs.</summary>
    public static string How(Contribution of, Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(of);
        ArgumentNullException.ThrowIfNull(explanation);
        if (of.Weight <= 0) return "as it weighed then";
        if (WeighsOnce(of.Kind)) return Math.Abs(of.Points - of.Weight) < 0.05 ? "once per incident" : "as it weighed then";
        var (weighed, counted) = (of.Points / of.Weight, of.Count - of.Settled);
        if (Math.Abs(weighed - Math.Round(weighed)) > 0.01 && !IsCap(of, explanation)) return "as it weighed then";
        var product = $"{Said.Trim(Math.Round(weighed, 1))} × {Said.Trim(of.Weight)}";
        if (Math.Round(weighed) >= counted) return product;
        if (of.Kind == EvidenceKind.BruteForce && explanation.Rules is { } rules && counted - Math.Round(weighed) <= rules.FreeTries) return $"({counted} − {rules.FreeTries} free) × {Said.Trim(of.Weight)}";
        if (IsCap(of, explanation)) return $"{Said.Count(counted)} × {Said.Trim(of.Weight)}, capped";
        return explanation.Decision is { } ban && of.LastSeen > ban.DecidedAt ? $"{product}, the rest while banned" : product;
    }

    public static string Name(EvidenceKind kind, string technique) =>
        string.IsNullOrEmpty(technique) ? WireName.Of(kind) : $"{WireName.Of(kind)}, {Captured.Line(technique, EvidenceItem.MaxTechniqueLength)}";

    /// <summary>"600 ports", "1 failed try", "4 lines".</summary>
    public static string Counted(EvidenceKind kind, long count) => kind switch
    {
        EvidenceKind.PortScan => Said.Of(count, "port"),
        EvidenceKind.HostSweep => Said.Of(count, "host"),
        EvidenceKind.BruteForce => Said.Of(count, "failed try", "failed tries"),
        EvidenceKind.SynFlood or EvidenceKind.UdpFlood or EvidenceKind.IcmpFlood or EvidenceKind.AckFlood or EvidenceKind.Amplification => Said.Of(count, "packet"),
        EvidenceKind.Log => Said.Of(count, "line"),
        EvidenceKind.DnsTunnel => Said.Of(count, "burst"),
        _ => Said.Of(count, "time"),
    };

    /// <summary>Kinds whose size says nothing: the first sight of an incident weighs all.</summary>
    public static bool WeighsOnce(EvidenceKind kind) => kind is EvidenceKind.SynFlood or EvidenceKind.UdpFlood or EvidenceKind.IcmpFlood or EvidenceKind.AckFlood
        or EvidenceKind.Signature or EvidenceKind.Alert or EvidenceKind.Malformed or EvidenceKind.Feed or EvidenceKind.Manual;

    private static bool IsCap(Contribution of, Explanation explanation) =>
        explanation.Rules is { } rules && of.Points >= (of.Kind == EvidenceKind.Anomaly ? Math.Min(rules.AnomalyCap, rules.IncidentCap) : rules.IncidentCap) - 0.05;
}
