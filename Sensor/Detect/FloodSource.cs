using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;

namespace Tegument.Sensor.Detect;

/// <summary>A source that alone exceeded a flood's limit, and what it sent in the seconds in which it did: a total that grows while it goes on. One thread.</summary>
public sealed class FloodSource(EvidenceKind kind, long number, IpKey source, IpKey target, ushort port)
{
    public EvidenceKind Kind { get; } = kind;

    public long Number { get; } = number;

    public IpKey Source { get; } = source;

    public IpKey Target { get; } = target;

    public ushort Port { get; } = port;

    public int[]? TopPorts { get; } = port == 0 ? null : [port];

    public long Packets { get; private set; }

    private long _window = long.MinValue;
    private long _inWindow;

    /// <param name="window">When the present second began.</param>
    /// <param name="certain">What the source certainly sent in it so far.</param>
    public void Count(long window, long certain)
    {
        if (window != _window) (_window, _inWindow) = (window, 0);
        Packets += Math.Max(0, certain - _inWindow);
        _inWindow = Math.Max(_inWindow, certain);
    }

    public long First { get; init; }

    public long Last { get; set; }

    internal bool Dirty { get; set; }

    internal long ReportedAt { get; set; }
}
