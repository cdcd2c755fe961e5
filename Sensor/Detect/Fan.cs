using System.Runtime.CompilerServices;
using Tegument.Sensor.Flows;

namespace Tegument.Sensor.Detect;

/// <summary>
/// One source's probes by one technique: which ports of which hosts refused or ignored it. Yields the totals of its port scan and of its
/// host sweep. Made when a source's first probe fails; one thread.
/// </summary>
/// <remarks>
/// A pair counts again when it is probed anew ten minutes after it last counted: someone who comes back after a ban is a new offence, and
/// a slow scan over hours keeps its one incident.
/// </remarks>
public sealed class Fan(ProbeTechnique technique, long number, long origin)
{
    /// <summary>Fewer failed ports on one host, or hosts on one port, are what ordinary mistakes look like (a dead server tried on 443, 80 and again).</summary>
    public const int Least = 3;

    private const long Again = 600_000_000_000;

    /// <summary>Silent for so long, an incident is over; what its source does next is another.</summary>
    private const long OverAfter = 3_600_000_000_000;

    private (int Pairs, int Targets, int Ports)? _final;
    private CountMap _pairs;
    private CountMap _portsOfTarget;
    private CountMap _hostsOfPort;
    private AimedPorts _aimed;

    public ProbeTechnique Technique { get; } = technique;

    /// <summary>Names the incident: the sensor's clock at its first probe.</summary>
    public long Number { get; } = number;

    public long First { get; private set; } = number;

    public long Last { get; private set; } = number;

    /// <summary>Failed ports that weigh as a port scan.</summary>
    public long ScanCount { get; private set; }

    /// <summary>Hosts that weigh as a sweep.</summary>
    public long SweepCount { get; private set; }

    public int Pairs => _final?.Pairs ?? _pairs.Count;

    public int Targets => _final?.Targets ?? _portsOfTarget.Count;

    public int Ports => _final?.Ports ?? _hostsOfPort.Count;

    /// <summary>At most eight of the ports, those that failed on most hosts first; null for techniques that have none.</summary>
    public int[]? TopPorts => Technique is ProbeTechnique.Echo or ProbeTechnique.Arp ? null : _aimed.Told();

    public bool Verified { get; set; }

    /// <summary>It weighed, and has been silent so long at this time that it ended.</summary>
    public bool IsOver(long seen) => ScanCount + SweepCount > 0 && seen - Last > OverAfter;

    /// <summary>The fan's next in its source's list.</summary>
    public Fan? Next { get; set; }

    internal bool Dirty { get; set; }

    internal long ReportedScan { get; set; }

    internal long ReportedSweep { get; set; }

    internal long ReportedAt { get; set; }

    /// <summary>A probe failed. Returns true when a total grew.</summary>
    /// <param name="targetHash">Keyed hash of the target's address.</param>
    /// <param name="pairHash">Keyed hash of the target's address and port.</param>
    public bool Add(ulong targetHash, ulong pairHash, ushort port, long seen, MemoryBudget budget)
    {
        _pairs.Foresee(pairHash);
        _hostsOfPort.Foresee((ulong)port + 1);
        // Mistakes that never weighed do not date a scan: a friend may have tried a wrong port on the first day we met.
        First = ScanCount + SweepCount == 0 ? seen : Math.Min(First, seen);
        Last = Math.Max(Last, seen);
        ref var counted = ref _pairs.At(pairHash, budget, out var isNew);
        if (Unsafe.IsNullRef(ref counted)) return false;
        // Deciseconds since the first incident of this series began: 32 bits last for years.
        var stamp = (int)Math.Min((seen - origin) / 100_000_000, int.MaxValue);
        if (!isNew && stamp - counted < Again / 100_000_000) return false;
        counted = stamp;
        return isNew ? AddNew(targetHash, port, budget) : AddAgain(targetHash, port, budget);
    }

    /// <summary>
    /// What follows is another incident, which begins with nothing counted and knows what was: this one is over and keeps its totals.
    /// </summary>
    public Fan Succeed(long seen)
    {
        _final = (Pairs, Targets, Ports);
        var next = new Fan(Technique, Math.Max(seen, Number + 1), origin) { Next = Next, _pairs = _pairs, _portsOfTarget = _portsOfTarget, _hostsOfPort = _hostsOfPort };
        (_pairs, _portsOfTarget, _hostsOfPort, Next) = (default, default, default, null);
        return next;
    }

    public void Release(MemoryBudget budget)
    {
        _final ??= (Pairs, Targets, Ports);
        _pairs.Release(budget);
        _portsOfTarget.Release(budget);
        _hostsOfPort.Release(budget);
    }

    private bool AddNew(ulong targetHash, ushort port, MemoryBudget budget)
    {
        ref var ports = ref _portsOfTarget.At(targetHash, budget, out var newTarget);
        ref var hosts = ref _hostsOfPort.At((ulong)port + 1, budget, out _);
        if (Unsafe.IsNullRef(ref ports) || Unsafe.IsNullRef(ref hosts)) return false;
        ports++;
        hosts++;
        _aimed.Know(port, hosts);
        var scan = !ProbeTechniques.CanScanPorts(Technique) ? 0
            : ProbeTechniques.IsUnmistakable(Technique) ? 1
            : ports < Least ? 0 : ports == Least ? Least : 1;
        // A host swept on several ports is still one host.
        var sweep = !ProbeTechniques.CanSweep(Technique) || !newTarget || hosts < Least ? 0 : hosts == Least ? Least : 1;
        ScanCount += scan;
        SweepCount += sweep;
        return scan + sweep > 0;
    }

    private bool AddAgain(ulong targetHash, ushort port, MemoryBudget budget)
    {
        ref var ports = ref _portsOfTarget.At(targetHash, budget, out _);
        ref var hosts = ref _hostsOfPort.At((ulong)port + 1, budget, out _);
        if (Unsafe.IsNullRef(ref ports) || Unsafe.IsNullRef(ref hosts)) return false;
        var scan = ProbeTechniques.CanScanPorts(Technique) && (ports >= Least || ProbeTechniques.IsUnmistakable(Technique));
        var sweep = !scan && ProbeTechniques.CanSweep(Technique) && hosts >= Least;
        if (scan) ScanCount++;
        if (sweep) SweepCount++;
        _aimed.Hit(port);
        return scan || sweep;
    }
}
