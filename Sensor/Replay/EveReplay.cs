using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Sensor.Eve;
using Tegument.Sensor.Report;

namespace Tegument.Sensor.Replay;

/// <summary>Judges the alerts of an eve.json in their own time, by the silo's own grains in this process. One thread.</summary>
public static class EveReplay
{
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (EveReport Read, ReplayAddress[] Judged, ReplayIncident[] Incidents) Run(string path, PostureLevel posture, IpPrefix[] home, CancellationToken stop)
    {
        using var silo = new ReplaySilo(new ReplayOptions(path, posture, home));
        var book = new VerdictBook();
        var file = new EveFile(path, address => Array.Exists(home, network => network.Contains(address)));
        var report = file.Read(
            () =>
            {
                if (file.Latest > silo.Clock.GetUtcNow()) silo.Clock.AdvanceTo(file.Latest);
                Judge(silo, book, file.Evidence.Drain());
            },
            stop);
        return (report, book.Addresses(), book.Incidents());
    }

    private static void Judge(ReplaySilo silo, VerdictBook book, (List<EvidenceItem> Items, List<VictimIncident> Incidents) grown)
    {
        book.Take(grown.Items, grown.Incidents);
        for (var from = 0; from == 0 || from < grown.Items.Count; from += EvidenceOutbox.BatchItems)
        {
            var part = grown.Items.GetRange(from, Math.Min(EvidenceOutbox.BatchItems, grown.Items.Count - from));
            book.Take(silo.Judge(part, from == 0 ? grown.Incidents : []));
        }
    }
}
