using System.Runtime.InteropServices;
using Tegument.Contracts.Api;
using Tegument.Contracts.Evidence;

namespace Tegument.Silo.Host.Recording;

/// <summary>
/// Adds up what recorded rows say of ports. An incident counts by what it grew within the period, shared evenly among its ports. Pure.
/// </summary>
internal static class TargetTally
{
    private const string Tcp = "tcp";
    private const string Udp = "udp";

    /// <summary>The ports aimed at most, most first.</summary>
    /// <param name="rows">Of the period; put in order here.</param>
    /// <param name="since">Ticks of the period's beginning: who began before it has counted already.</param>
    public static TargetView[] Top(List<TargetRow> rows, long since, int most)
    {
        rows.Sort();
        var sums = new Dictionary<(int Port, string Protocol), (long Count, long Sources)>();
        var ofSource = new HashSet<(int Port, string Protocol)>();
        for (var i = 0; i < rows.Count;)
        {
            var newest = rows[i];
            if (i > 0 && rows[i - 1].Source != newest.Source) ofSource.Clear();
            for (i++; i < rows.Count && rows[i].IsSameIncident(in newest);) i++;
            var before = newest.FirstSeen < since ? rows[i - 1].Count : 0;
            var each = Math.Max(1, (newest.Count - before) / Math.Max(newest.Ports, newest.TopPorts.Length));
            var protocol = ProtocolOf(newest.Kind, newest.Technique);
            foreach (var port in newest.TopPorts)
            {
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, (port, protocol), out _);
                sum.Count += each;
                if (ofSource.Add((port, protocol))) sum.Sources++;
            }
        }

        return
        [
            .. sums.OrderByDescending(sum => sum.Value.Count).ThenByDescending(sum => sum.Value.Sources).ThenBy(sum => sum.Key.Port).ThenBy(sum => sum.Key.Protocol, StringComparer.Ordinal).Take(most)
                .Select(sum => new TargetView(sum.Key.Port, sum.Key.Protocol, KnownServices.NameOf(sum.Key.Port, sum.Key.Protocol), sum.Value.Count, sum.Value.Sources)),
        ];
    }

    /// <summary>Empty where the evidence does not tell.</summary>
    public static string ProtocolOf(EvidenceKind kind, string technique) => (kind, technique) switch
    {
        (EvidenceKind.PortScan or EvidenceKind.HostSweep, Techniques.Udp) => Udp,
        (EvidenceKind.PortScan or EvidenceKind.HostSweep, _) => Tcp,
        (EvidenceKind.SynFlood or EvidenceKind.AckFlood or EvidenceKind.BruteForce, _) or (EvidenceKind.Signature, Techniques.SlowHttp) => Tcp,
        (EvidenceKind.UdpFlood or EvidenceKind.DnsTunnel, _) => Udp,
        _ => "",
    };
}
