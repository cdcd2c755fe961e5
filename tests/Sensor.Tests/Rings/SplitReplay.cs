using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Detect;
using Tegument.Sensor.Detect.Rings;
using Tegument.Sensor.Flows;
using Tegument.Sensor.Replay;
using Tegument.Sensor.Report;
using Tegument.Sensor.Tests.Capture.Fanout;

namespace Tegument.Sensor.Tests.Rings;

/// <summary>
/// A file through so many rings, split by the very hash by which the kernel splits live packets, each ring with a core of its own and all of
/// them with the merge; or, for one ring, through a single core. What came out: the last totals of every incident.
/// </summary>
internal sealed class SplitReplay(int rings, ulong seed) : IDisposable
{
    private const long DrainEvery = 10_000_000;

    /// <summary>A silence is crossed in two steps, as a live sensor's idle reads and a replay cross it.</summary>
    private const long Settle = 3_000_000_000;
    private readonly EvidenceMerge? _merge = rings == 1 ? null : new EvidenceMerge(SensorLimits.Default, KeyedHash.ReplaySeed, live: false);
    private readonly List<EvidenceItem> _items = [];
    private readonly List<VictimIncident> _incidents = [];
    private readonly Dictionary<object, EvidenceItem> _evidence = [];
    private readonly Dictionary<long, VictimIncident> _victims = [];
    private readonly ReplaySilo _silo = new(new ReplayOptions("", PostureLevel.Balanced, []));
    private readonly VerdictBook _book = new();
    private Dictionary<string, string>? _verdicts;
    private long _drained;

    /// <summary>Every address judged, with its standing.</summary>
    public IReadOnlyDictionary<string, string> Verdicts => _verdicts ??= _book.Addresses().ToDictionary(a => a.Address, a => $"{a.Standing}{(a.Ban is null ? "" : " with a ban")}");

    public IReadOnlyCollection<EvidenceItem> Evidence => _evidence.Values;

    public IReadOnlyCollection<VictimIncident> Victims => _victims.Values;

    public void Run(string path)
    {
        var cores = Enumerable.Range(0, rings)
            .Select(_ => _merge is null
                ? new SensorCore(SensorLimits.Default, KeyedHash.ReplaySeed, live: false)
                : new SensorCore(SensorLimits.Default.ShareOf(rings), KeyedHash.ReplaySeed, live: false, new RingFacts(_merge)))
            .ToArray();
        using var file = CaptureFile.Open(path);
        var now = 0L;
        while (file.Next(out var frame) == FrameRead.Frame)
        {
            // Live, a ring without packets is moved on by the clock.
            var time = Math.Max(0, frame.Timestamp);
            if (time > now)
            {
                if (now > 0 && time - now > Settle)
                {
                    Advance(cores, now += Settle);
                    Drain(cores, now, everything: true);
                }

                Advance(cores, now = time);
            }

            var ring = rings == 1 ? 0 : FanoutMirror.RingOf(frame.Bytes, frame.Link, seed, rings);
            cores[ring].Observe(in frame);
            if (now - _drained >= DrainEvery && cores.Any(c => c.IsDirty)) Drain(cores, now, everything: false);
        }

        Advance(cores, now + FlowTimeouts.Answer + 1_000_000_000);
        Drain(cores, now, everything: true);
    }

    public void Dispose() => _silo.Dispose();

    private void Advance(SensorCore[] cores, long now)
    {
        foreach (var core in cores) core.Advance(now);
    }

    private void Drain(SensorCore[] cores, long now, bool everything)
    {
        _drained = now;
        for (var ring = 0; ring < cores.Length; ring++)
        {
            cores[ring].Drain(everything, _items, _incidents);
            if (_merge is null && _items.Count + _incidents.Count > 0) Keep(_items, _incidents);
            _merge?.Drain(ring, now, _items, _incidents, everything, Keep);
            _items.Clear();
            _incidents.Clear();
        }
    }

    private void Keep(List<EvidenceItem> items, List<VictimIncident> incidents)
    {
        foreach (var item in items) _evidence[(item.Source, item.Kind, item.Technique, item.Incident)] = item;
        foreach (var incident in incidents) _victims[incident.Id] = incident;
        _silo.Clock.AdvanceTo(EvidenceDesk.Time(_drained));
        _book.Take(items, incidents);
        for (var from = 0; from == 0 || from < items.Count; from += EvidenceOutbox.BatchItems)
            _book.Take(_silo.Judge(items.GetRange(from, Math.Min(EvidenceOutbox.BatchItems, items.Count - from)), from == 0 ? incidents : []));
    }
}
