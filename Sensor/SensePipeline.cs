using Microsoft.Extensions.Logging;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Detect;
using Tegument.Sensor.Detect.Rings;
using Tegument.Sensor.Report;

namespace Tegument.Sensor;

/// <summary>
/// The sense role's stages in order: Capture -> Decode -> Flows -> Detect (all in <see cref="SensorCore"/>) -> Report. A dedicated thread for
/// each source, each with a core of its own, no async; with several, the merge weighs what concerns all. The outbox is the seam to the link.
/// </summary>
public sealed partial class SensePipeline
{
    private readonly EvidenceMerge? _merge;
    private readonly SenseRing[] _rings;
    private readonly EvidenceOutbox _outbox;
    private readonly Action _wake;
    private readonly ILogger<SensePipeline> _log;
    private Thread[] _threads = [];

    /// <param name="sources">One for each thread; several share the packets by address pairs.</param>
    /// <param name="limits">Of the whole sensor, however many threads.</param>
    /// <param name="seed">Keys all hashes; random.</param>
    public SensePipeline(IReadOnlyList<IFrameSource> sources, SensorLimits limits, ulong seed, EvidenceOutbox outbox, Action wake, TimeProvider time, ILogger<SensePipeline> log)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(limits);
        (_outbox, _wake, _log) = (outbox, wake, log);
        var rings = sources.Count;
        _merge = rings == 1 ? null : new EvidenceMerge(limits, seed, live: true);
        _rings = [.. sources.Select((source, number) => new SenseRing(number, source, CoreOf(limits, rings, seed), _merge, Deliver, time))];
    }

    /// <summary>Why the sensor sees nothing any more, or not everything; null while it does.</summary>
    public string? Blind => _rings.Select(r => r.Blind).FirstOrDefault(b => b is not null);

    /// <summary>Numbers for the heartbeat; written by the loops, read by any thread, a moment old.</summary>
    public long Packets => _rings.Sum(r => r.Packets);

    public long Faults => _rings.Sum(r => r.Faults);

    public long KernelDrops => _rings.Sum(r => r.KernelDrops);

    /// <summary>What bounds kept from being seen or told: flows refused, floods beyond the records, sets that could not grow, evidence dropped.</summary>
    public long Losses => _rings.Sum(r => r.Losses) + (_merge?.Losses.Total ?? 0) + _outbox.Dropped + _outbox.Refused;

    /// <summary>This host's addresses, whose tunnels are entered. Any thread.</summary>
    public void TellOwnAddresses(IReadOnlySet<IpKey> own)
    {
        foreach (var ring in _rings)
            if (ring.Core.Gate is { } gate) gate.OwnAddresses = own;
    }

    /// <summary>Starts the threads; they end with their sources.</summary>
    public void Start()
    {
        _threads = [.. _rings.Select((ring, number) => new Thread(() => Run(ring)) { IsBackground = true, Name = _rings.Length == 1 ? "sense" : $"sense-{number}", Priority = ThreadPriority.AboveNormal })];
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>Waits until all have ended, this long each at most.</summary>
    public void Join(TimeSpan patience)
    {
        foreach (var thread in _threads) thread.Join(patience);
    }

    private SensorCore CoreOf(SensorLimits limits, int rings, ulong seed) =>
        _merge is null ? new SensorCore(limits, seed, live: true) : new SensorCore(limits.ShareOf(rings), seed, live: true, new RingFacts(_merge));

    private void Run(SenseRing ring)
    {
        if (ring.Run() is { } error) LogBlind(_log, error);
    }

    private void Deliver(List<EvidenceItem> items, List<VictimIncident> incidents)
    {
        _outbox.Add(items, incidents);
        _wake();
    }

    [LoggerMessage(EventId = 2010, Level = LogLevel.Error, Message = "The sensor is blind: {Reason}")]
    private static partial void LogBlind(ILogger logger, string reason);
}
