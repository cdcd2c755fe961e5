using Tegument.Contracts.Evidence;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Detect;
using Tegument.Sensor.Native;
using Tegument.Sensor.Report;

namespace Tegument.Sensor;

/// <summary>
/// One capture thread: frames of one source through its own <see cref="SensorCore"/>, and what that lays down on its way to the outbox, by
/// way of the merge when there are other rings. The loop and everything in it belong to one thread; the numbers may be read by any.
/// </summary>
/// <param name="number">The ring's number, from 0.</param>
/// <param name="merge">Where all rings' evidence comes together; null for the only ring.</param>
/// <param name="deliver">Takes evidence that is due; when there is a merge, one ring's at a time.</param>
internal sealed class SenseRing(
    int number, IFrameSource source, SensorCore core, EvidenceMerge? merge, Action<List<EvidenceItem>, List<VictimIncident>> deliver, TimeProvider time)
{
    /// <summary>How long evidence may wait for company while packets keep coming, in nanoseconds of the sensor's clock.</summary>
    private const long DrainEvery = 2_000_000;

    /// <summary>With nothing of its own to tell, a ring moves the merge on so often: what waits there for its interval is told by whoever comes by.</summary>
    private const long VisitEvery = 50_000_000;

    private readonly SteadyClock _clock = new(() => BootClock.Now.Ticks * 100);
    private readonly List<EvidenceItem> _items = [];
    private readonly List<VictimIncident> _incidents = [];
    private long _drained;
    private long _packets;
    private long _faults;
    private long _losses;
    private volatile string? _blind;

    /// <summary>Why this ring sees nothing any more; null while it does.</summary>
    public string? Blind
    {
        get => _blind;
        private set => _blind = value;
    }

    public long Packets => Volatile.Read(ref _packets);

    public long Faults => Volatile.Read(ref _faults);

    public long Losses => Volatile.Read(ref _losses);

    public long KernelDrops => source.KernelDrops;

    public SensorCore Core => core;

    /// <summary>Runs until the source ends; call on a thread of its own. The result is what went wrong, or null.</summary>
    public string? Run()
    {
        try
        {
            Loop();
            Blind = "the capture ended";
            return null;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            return Blind = e.Message;
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
                    while (source.TryAhead(out var ahead, out var link)) core.Foresee(ahead, link);
                    core.Observe(in frame);
                    break;
                case FrameRead.Idle:
                    core.Advance(_clock.Of(Now()));
                    Count();
                    if (core.IsDirty) Drain();
                    break;
                default:
                    return;
            }

            var waited = core.Now - _drained;
            if (waited >= DrainEvery && (core.IsDirty || (merge is not null && waited >= VisitEvery))) Drain();
        }
    }

    private void Drain()
    {
        _drained = core.Now;
        core.Drain(everything: false, _items, _incidents);
        Count();
        if (merge is not null) merge.Drain(number, core.Now, _items, _incidents, everything: false, deliver);
        else if (_items.Count > 0 || _incidents.Count > 0) deliver(_items, _incidents);
        _items.Clear();
        _incidents.Clear();
    }

    private void Count()
    {
        Volatile.Write(ref _packets, core.Packets);
        Volatile.Write(ref _faults, core.Malformed);
        Volatile.Write(ref _losses, core.Losses.Total);
    }

    private long Now() => (time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * 100;
}
