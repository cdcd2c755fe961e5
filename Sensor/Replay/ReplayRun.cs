using System.Diagnostics;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Capture.Filters;
using Tegument.Sensor.Detect;
using Tegument.Sensor.Flows;
using Tegument.Sensor.Report;

namespace Tegument.Sensor.Replay;

/// <summary>
/// The whole chain over a capture file, stages in order: Capture -> Decode -> Flows -> Detect -> Report -> Ingest -> Reputation -> Bans ->
/// Enforce (dry run). One thread, packet time.
/// </summary>
public sealed class ReplayRun(ReplayOptions options)
{
    private readonly VerdictBook _book = new();
    private DryRunKernel? _kernel;

    /// <param name="progress">Called now and then with bytes read and packets seen.</param>
    /// <exception cref="PolicyFaultException">The policy file has faults.</exception>
    /// <exception cref="CaptureFormatException">The file cannot be read at all.</exception>
    /// <exception cref="CaptureFilterException">The filter cannot be used on one of its link layers.</exception>
    public ReplayReport Run(Action<double, long>? progress, CancellationToken stop)
    {
        using var silo = new ReplaySilo(options);
        using var file = CaptureFile.Open(options.File);
        using var kernel = _kernel = new DryRunKernel(silo.Clock);
        var core = new SensorCore(SensorLimits.Default, KeyedHash.ReplaySeed, live: false);
        var watch = Stopwatch.StartNew();
        var filter = options.Filter is null ? null : new FileFilter(options.Filter);
        new CaptureReplay(file, core, (now, items, incidents) => Deliver(silo, now, items, incidents), filter)
            .Run(progress is null ? null : position => progress(file.Length == 0 ? 1 : (double)position / file.Length, core.Packets), stop);
        var elapsed = Math.Max(1e-6, watch.Elapsed.TotalSeconds);
        var summary = new ReplaySummary(
            core.Packets, core.Bytes, Math.Round((core.LastPacket - core.FirstPacket) / 1e9, 6), Math.Round(core.Packets / elapsed),
            Sorted(core.Faults.NonZero()), core.Flows.Created, Sorted(core.Tunnels.NonZero()), core.Fragments.Whole);
        return new ReplayReport(_book.Addresses(), _book.Incidents(), summary, file.Damage?.ToString(), kernel.Held());
    }

    private static SortedDictionary<string, long> Sorted(IEnumerable<KeyValuePair<string, long>> counts) =>
        new(counts.ToDictionary(c => c.Key, c => c.Value), StringComparer.Ordinal);

    // Batches as the link would cut them; grain time is the sensor's clock.
    private void Deliver(ReplaySilo silo, long now, List<EvidenceItem> items, List<VictimIncident> incidents)
    {
        silo.Clock.AdvanceTo(EvidenceDesk.Time(now));
        _book.Take(items, incidents);
        for (var from = 0; from == 0 || from < items.Count; from += EvidenceOutbox.BatchItems)
        {
            var part = items.GetRange(from, Math.Min(EvidenceOutbox.BatchItems, items.Count - from));
            var result = silo.Judge(part, from == 0 ? incidents : []);
            _book.Take(result);
            if (result.Bans.Length > 0) _kernel!.Apply(silo.Since(_kernel.Position));
        }
    }
}
