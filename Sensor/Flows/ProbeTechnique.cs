using Tegument.Contracts.Evidence;

namespace Tegument.Sensor.Flows;

/// <summary>How a flow's first packet would probe, were it a probe.</summary>
public enum ProbeTechnique : byte
{
    None = 0,
    Syn,
    Connect,
    Null,
    Fin,
    Xmas,
    SynFin,
    Ack,
    Maimon,
    Udp,
    Echo,
    Arp,
}

/// <summary>Names and traits of the techniques.</summary>
public static class ProbeTechniques
{
    private static readonly string[] Names =
    [
        "", Techniques.Syn, Techniques.Connect, Techniques.Null, Techniques.Fin, Techniques.Xmas, Techniques.SynFin, Techniques.Ack,
        Techniques.Maimon, Techniques.Udp, Techniques.Echo, Techniques.Arp,
    ];

    public static string NameOf(ProbeTechnique technique) => Names[(int)technique];

    /// <summary>No stack sends these: they count at once, answered or not.</summary>
    public static bool IsUnmistakable(ProbeTechnique technique) =>
        technique is ProbeTechnique.Null or ProbeTechnique.Xmas or ProbeTechnique.SynFin;

    /// <summary>A sweep is one port, SYN or echo request (or ARP on the own link) to many hosts.</summary>
    public static bool CanSweep(ProbeTechnique technique) =>
        technique is ProbeTechnique.Syn or ProbeTechnique.Connect or ProbeTechnique.Echo or ProbeTechnique.Arp;

    public static bool CanScanPorts(ProbeTechnique technique) => technique is not (ProbeTechnique.Echo or ProbeTechnique.Arp);
}
