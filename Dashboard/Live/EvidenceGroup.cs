using Tegument.Contracts.Evidence;

namespace Tegument.Dashboard.Live;

/// <summary>Kinds of evidence as the charts tell them apart, in stacking order from the ground up.</summary>
public enum EvidenceGroup
{
    Scan,
    BruteForce,
    Flood,
    Signature,
    Log,
    Other,
}

/// <summary>What the groups are called, and which kinds they hold.</summary>
public static class EvidenceGroups
{
    public const int Count = 6;

    public static EvidenceGroup Of(EvidenceKind kind) => kind switch
    {
        EvidenceKind.PortScan or EvidenceKind.HostSweep => EvidenceGroup.Scan,
        EvidenceKind.BruteForce => EvidenceGroup.BruteForce,
        EvidenceKind.SynFlood or EvidenceKind.UdpFlood or EvidenceKind.IcmpFlood or EvidenceKind.AckFlood or EvidenceKind.Amplification => EvidenceGroup.Flood,
        EvidenceKind.Signature or EvidenceKind.Alert => EvidenceGroup.Signature,
        EvidenceKind.Log => EvidenceGroup.Log,
        _ => EvidenceGroup.Other,
    };

    public static string Name(EvidenceGroup group) => group switch
    {
        EvidenceGroup.Scan => "scan",
        EvidenceGroup.BruteForce => "brute-force",
        EvidenceGroup.Flood => "flood",
        EvidenceGroup.Signature => "signature",
        EvidenceGroup.Log => "log",
        _ => "other",
    };

    /// <summary>The CSS variable of its colour.</summary>
    public static string Colour(EvidenceGroup group) => group switch
    {
        EvidenceGroup.Scan => "var(--s-scan)",
        EvidenceGroup.BruteForce => "var(--s-brute)",
        EvidenceGroup.Flood => "var(--s-flood)",
        EvidenceGroup.Signature => "var(--s-signature)",
        EvidenceGroup.Log => "var(--s-log)",
        _ => "var(--s-other)",
    };
}
