using Microsoft.Extensions.Logging;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Detect;
using Tegument.Sensor.Native;
using Tegument.Sensor.Report;

namespace Tegument.Sensor;

/// <summary>
/// The sense role's stages in order: Capture -> Decode -> Flows -> Detect (all in <see cref="SensorCore"/>) -> Report. One dedicated thread
/// for the loop, no async, no locks; the outbox is the seam to the link.
/// </summary>
public sealed partial class SensePipeline(IFrameSource source, SensorCore core, EvidenceOutbox outbox, Action wake, TimeProvider time, ILogger<SensePipeline> log)
{
    /// <summary>How long evidence may wait for company, in nanoseconds of the sensor's clock.</summary>
    private const long DrainEvery = 2_000_000;

    private readonly SteadyClock _clock = new(() => BootClock.Now.Ticks * 100);
    private readonly List<EvidenceItem> _items = [];
    private readonly List<VictimIncident> _incidents = [];
    private long _drained;
    private volatile string? _blind;

    /// <summary>Why the sensor sees nothing any more; null while it does.</summary>
    public string? Blind => _blind;

    /// <summary>Numbers for the heartbeat; written by the loop, read by any thread, a moment old.</summary>
    public long Packets => Volatile.Read(ref _packets);

    public long Faults => Volatile.Read(ref _faults);

    public long KernelDrops => source.KernelDrops;

    /// <summary>What bounds kept from being seen or told: flows refused, floods beyond the records, sets that could not grow, evidence dropped.</summary>
    public long Losses => Volatile.Read(ref _losses) + outbox.Dropped + outbox.Refused;

    private long _losses;

    private long _packets;
    private long _faults;

    /// <summary>Runs until the source ends; call on a thread of its own.</summary>
    public void Run()
    {
        try
        {
            Loop();
            _blind = "the capture ended";
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            _blind = e.Message;
            LogBlind(log, e.Message);
        }
    }

    private void Loop()
    {
        while (true)
        {
            switch (source.Next(out var frame))
            {
                case FrameRead.Frame:
                    var time = _clock.Of(frame.Timestamp);
                    if (time != frame.Timestamp) frame = frame with { Timestamp = time };
                    core.Observe(in frame);
                    break;
                case FrameRead.Idle:
                    core.Advance(_clock.Of(Now()));
                    Count();
                    break;
                default:
                    return;
            }

            if (core.Desk.IsDirty && core.Now - _drained >= DrainEvery) Drain();
        }
    }

    private void Drain()
    {
        _drained = core.Now;
        core.Drain(everything: false, _items, _incidents);
        Count();
        if (_items.Count == 0 && _incidents.Count == 0) return;
        outbox.Add(_items, _incidents);
        _items.Clear();
        _incidents.Clear();
        wake();
    }

    private void Count()
    {
        Volatile.Write(ref _packets, core.Packets);
        Volatile.Write(ref _faults, core.Malformed);
        var losses = core.Losses;
        Volatile.Write(ref _losses, losses.FlowsRefused + losses.FloodsUnrecorded + losses.SetsRefused + losses.TalliesRefused + losses.LoginsRefused + losses.RequestsRefused + losses.FragmentsDropped);
    }

    private long Now() => (time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * 100;

    [LoggerMessage(EventId = 2010, Level = LogLevel.Error, Message = "The sensor is blind: {Reason}")]
    private static partial void LogBlind(ILogger logger, string reason);
}
