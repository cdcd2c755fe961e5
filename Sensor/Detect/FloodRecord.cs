using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;

namespace Tegument.Sensor.Detect;

/// <summary>A target under suspicion of a flood: counts of the current second and totals since it began. Pooled; one thread.</summary>
public sealed class FloodRecord
{
    public IpKey Target { get; set; }

    public ushort Port { get; set; }

    public EvidenceKind Kind { get; set; }

    public string Technique { get; set; } = "";

    public bool Spread { get; set; }

    /// <summary>The record's number: the sensor's clock when it began, or a little more where several began at once.</summary>
    public long Number { get; set; }

    public long WindowStart { get; set; }

    public long WindowCount { get; set; }

    /// <summary>The second before this one went over the limit.</summary>
    public bool WasOver { get; set; }

    public long Packets { get; set; }

    public long First { get; set; }

    public long Last { get; set; }

    /// <summary>The rate was exceeded: an incident to report.</summary>
    public bool Active { get; set; }

    public long ReportedAt { get; set; }

    internal bool OnDesk { get; set; }

    /// <summary>Sources over the whole incident, for people.</summary>
    public TopSources Top { get; } = new();

    /// <summary>Sources of the current second, for the verdict on a single one.</summary>
    public TopSources Window { get; } = new();

    public DistinctEstimate Sources { get; } = new();

    public void Begin(EvidenceKind kind, string technique, IpKey target, ushort port, bool spread, long number, long now)
    {
        (Kind, Technique, Target, Port, Spread) = (kind, technique, target, port, spread);
        (Number, First, Last, WindowStart) = (number, now, now, now);
        (WindowCount, Packets, ReportedAt) = (0, 0, 0);
        (Active, OnDesk, WasOver) = (false, false, false);
        Top.Clear();
        Window.Clear();
        Sources.Clear();
    }
}
