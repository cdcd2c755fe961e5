using Tegument.Contracts.Evidence;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Capture.Filters;
using Tegument.Sensor.Detect;

namespace Tegument.Sensor.Replay;

/// <summary>
/// Drives the sensor over a capture file in packet time, as fast as it goes, and hands on what the detectors lay down whenever a live
/// sensor would. Deterministic: when to drain depends on packet time alone.
/// </summary>
/// <param name="deliver">Takes the sensor's clock and what was drained; also called without evidence when a long silence is crossed.</param>
/// <param name="filter">Frames that do not pass it are as if they were not in the file; null for none.</param>
public sealed class CaptureReplay(CaptureFile file, SensorCore core, Action<long, List<EvidenceItem>, List<VictimIncident>> deliver, FileFilter? filter = null)
{
    /// <summary>A live sensor tells what it has every few milliseconds.</summary>
    private const long DrainEvery = 10_000_000;

    /// <summary>Longer than any probe waits for its answer: a silence of hours is crossed in two steps, so that probes are judged when they were ignored, not hours later.</summary>
    private const long Settle = 3_000_000_000;

    private readonly List<EvidenceItem> _items = [];
    private readonly List<VictimIncident> _incidents = [];
    private long _drained;

    /// <param name="progress">Called now and then with the position in the file; null for none.</param>
    public void Run(Action<long>? progress, CancellationToken stop)
    {
        while (Stretch())
        {
            progress?.Invoke(file.Position);
            stop.ThrowIfCancellationRequested();
        }

        filter?.CheckUnused();
        core.Finish();
        Drain(everything: true);
        progress?.Invoke(file.Length);
    }

    // A method that is called again and again is compiled anew with what was learned of it; a loop that is entered once is not.
    private bool Stretch()
    {
        for (var i = 0; i < 0x4000; i++)
        {
            if (file.Next(out var frame) != FrameRead.Frame) return false;
            while (file.TryAhead(out var ahead, out var link)) core.Foresee(ahead, link);
            if (filter is not null && !filter.Passes(in frame)) continue;
            if (core.Packets > 0 && frame.Timestamp - core.Now > Settle) Settled();
            core.Observe(in frame);
            if (core.Now - _drained >= DrainEvery && core.Desk.IsDirty) Drain(everything: false);
        }

        return true;
    }

    private void Settled()
    {
        core.Advance(core.Now + Settle);
        Drain(everything: true);
    }

    private void Drain(bool everything)
    {
        _drained = core.Now;
        core.Drain(everything, _items, _incidents);
        if (_items.Count > 0 || _incidents.Count > 0) deliver(core.Now, _items, _incidents);
        _items.Clear();
        _incidents.Clear();
    }
}
