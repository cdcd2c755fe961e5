using System.Runtime.CompilerServices;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Decode.Fragments;
using Tegument.Sensor.Decode.Tunnels;
using Tegument.Sensor.Detect.BruteForce;
using Tegument.Sensor.Detect.Rings;
using Tegument.Sensor.Detect.SlowHttp;
using Tegument.Sensor.Flows;
using Tegument.Sensor.Report;

namespace Tegument.Sensor.Detect;

/// <summary>
/// One capture thread's whole chain from frame to evidence: decode, flows, detectors, desk. Owns all its tables; nothing is shared, so
/// nothing is locked. Live and replay run this same class; only the clock's origin and the seed differ.
/// </summary>
public sealed class SensorCore
{
    private const long Second = 1_000_000_000;
    private readonly FlowTracker _tracker;
    private readonly ScanDetector _scans;
    private readonly SourceTable _sources;
    private readonly MemoryBudget _budget;
    private readonly FloodDetector _floods;
    private readonly BruteForceDetector _logins;
    private readonly FlowForesight _foresight;
    private readonly SlowHttpDetector _slow;
    private readonly OddPackets _odd;
    private readonly RingFacts? _facts;
    private long _previous;
    private long _swept;
    private long _tick = long.MinValue;

    /// <param name="facts">On one ring of several, where it notes what it cannot weigh alone (then give it <see cref="SensorLimits.ShareOf"/>); null for the only one.</param>
    public SensorCore(SensorLimits limits, ulong seed, bool live, RingFacts? facts = null)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _facts = facts;
        Desk = new EvidenceDesk();
        Tallies = new TallyTable(limits.Tallies);
        _budget = new MemoryBudget(limits.SetBytes);
        _sources = new SourceTable(limits.Sources, seed, _budget);
        _scans = new ScanDetector(_sources, _budget, Desk, seed, live, facts);
        _floods = new FloodDetector(limits.Floods, Desk, seed, facts);
        Flows = new FlowTable(limits.Flows, seed);
        Gate = live ? new TunnelGate(seed) : null;
        _slow = new SlowHttpDetector(Flows, Tallies, Desk, limits.OpenRequests);
        _logins = new BruteForceDetector(Tallies, Desk, _slow, seed, limits.Logins);
        Detectors = DatagramDetectors.Create(Tallies, Desk, _floods, seed, live);
        _tracker = new FlowTracker(Flows, _scans, _floods, _logins, Detectors, live);
        _foresight = new FlowForesight(Flows);
        _odd = new OddPackets(Faults, Tunnels, _tracker, new MalformedDetector(Tallies, Desk), limits.Fragments, seed);
    }

    public FlowTable Flows { get; }

    public EvidenceDesk Desk { get; }

    /// <summary>Open incidents of the detectors beyond scans and floods.</summary>
    public TallyTable Tallies { get; }

    /// <summary>What looks at single datagrams.</summary>
    public DatagramDetectors Detectors { get; }

    public DecodeFaults Faults { get; } = new();

    /// <summary>Packets by the encapsulations they came in.</summary>
    public TunnelCounts Tunnels { get; } = new();

    /// <summary>Which tunnels are entered; null in replay, where all are.</summary>
    public TunnelGate? Gate { get; }

    /// <summary>The sensor's clock: the latest packet's time, or what <see cref="Advance"/> set. Never runs back.</summary>
    public long Now { get; private set; }

    public long Packets { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Packets with a fault of their own (what is merely not IP is none).</summary>
    public long Malformed => _odd.Malformed;

    /// <summary>What fragment reassembly did so far.</summary>
    public FragmentCounters Fragments => _odd.Fragments;

    /// <summary>The earliest and the latest packet time seen, in nanoseconds since the Unix epoch.</summary>
    public long FirstPacket { get; private set; }

    public long LastPacket { get; private set; }

    /// <summary>Sources forgotten, floods beyond the records, and growths refused for memory: each a named loss of sight.</summary>
    public SensorLosses Losses => new(
        Flows.Refused, _sources.Evicted, _floods.Overflow, _budget.Refused, Tallies.Refused, _logins.Overflow, _slow.Refused, Fragments.OverShare + Fragments.Evicted, Detectors.Forgotten);

    /// <summary>Takes a look at a frame that will soon be observed: a hint that changes nothing but the processor's caches.</summary>
    public void Foresee(ReadOnlySpan<byte> frame, LinkType link) => _foresight.Look(frame, link);

    /// <summary>Takes one frame. Allocation-free in the steady state; never throws for any bytes.</summary>
    public void Observe(ref readonly Frame frame)
    {
        var captured = Math.Max(0, frame.Timestamp);
        if (Packets > 0) _floods.RateClock += Math.Max(0, captured - _previous);
        // Rings meet their first packets at different times, and their clocks are compared.
        else if (_facts is not null) _floods.RateClock = captured;
        _previous = captured;
        if (captured > Now) Advance(captured);
        if (Packets++ == 0 || captured < FirstPacket) FirstPacket = captured;
        if (captured > LastPacket) LastPacket = captured;
        Bytes += frame.WireLength;
        Unsafe.SkipInit(out PacketView packet);
        var status = FrameDecoder.Decode(in frame, ref packet, Gate);
        if (packet.Encapsulations != 0) Tunnels.Count(packet.Tunnels);
        if (status != DecodeStatus.Ok || packet.IsFragment)
        {
            _odd.Take(ref packet, status, Now);
            return;
        }

        Faults.Count(status);
        _tracker.Observe(in packet, Now);
    }

    /// <summary>Moves the clock on: what nobody answered in time is settled.</summary>
    public void Advance(long now)
    {
        if (now <= Now) return;
        Now = now;
        if (now >> FlowTable.TickShift != _tick) Tick(now);
    }

    // Apart, so that the many packets between two ticks do not pay for it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Tick(long now)
    {
        _tick = now >> FlowTable.TickShift;
        _tracker.Advance(now);
        if (now - _swept < Second) return;
        _slow.Tick(now);
        if (_swept == 0) _scans.Begin(now);
        _swept = now;
        _sources.Sweep(now);
        _odd.Expire(now, everything: false);
    }

    /// <summary>The capture is over: whatever was not answered until now stays unanswered.</summary>
    public void Finish()
    {
        _odd.Expire(Now, everything: true);
        if (Packets > 0) Advance(Now + FlowTimeouts.Answer + Second);
    }

    /// <summary>Something waits to be told.</summary>
    public bool IsDirty => Desk.IsDirty || _facts is { Any: true };

    /// <summary>Takes what the detectors laid down, and hands in what only all rings together can weigh.</summary>
    public void Drain(bool everything, List<EvidenceItem> items, List<VictimIncident> incidents)
    {
        _scans.Settle();
        _facts?.HandIn();
        Desk.Drain(_scans, Now, everything, items, incidents);
    }
}
