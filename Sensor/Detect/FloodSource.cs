using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;

namespace Tegument.Sensor.Detect;

/// <summary>A source that alone exceeded a flood's limit, and what it sent in its worst second. One thread.</summary>
public sealed class FloodSource(EvidenceKind kind, long number, IpKey source, IpKey target, ushort port)
{
    public EvidenceKind Kind { get; } = kind;

    public long Number { get; } = number;

    public IpKey Source { get; } = source;

    public IpKey Target { get; } = target;

    public ushort Port { get; } = port;

    public long Packets { get; set; }

    public long Last { get; set; }

    internal bool Dirty { get; set; }

    internal long ReportedAt { get; set; }
}
