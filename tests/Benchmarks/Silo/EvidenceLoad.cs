using System.Globalization;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;

namespace Tegument.Benchmarks.Silo;

/// <summary>
/// Seeded evidence of a busy fleet: every source is seen again and again in the same incident, which grows. Most stay harmless, one in a
/// hundred becomes suspect, one in five hundred is banned; one in ten has an IPv6 address. The same number makes the same evidence.
/// </summary>
/// <param name="sources">Distinct addresses.</param>
/// <param name="sensors">Hosts that report; each source is reported by one.</param>
/// <param name="network">The first of the IPv4 addresses.</param>
public sealed class EvidenceLoad(int sources, int sensors, uint network, DateTimeOffset now)
{
    // Coprime to every number of sources in use: walks them all in an order that no cache foresees.
    private const long Stride = 1_000_003;

    /// <summary>Every source once, cut into batches as a sensor cuts them.</summary>
    /// <param name="visit">How often each source was seen before.</param>
    public IEnumerable<EvidenceBatch> Visit(int visit, int batchItems)
    {
        var perSensor = sources / sensors;
        var perSensorBatches = (perSensor + batchItems - 1) / batchItems;
        for (var batch = 0; batch < perSensorBatches; batch++)
        {
            for (var sensor = 0; sensor < sensors; sensor++)
            {
                var first = batch * batchItems;
                var items = new EvidenceItem[Math.Min(batchItems, perSensor - first)];
                for (var i = 0; i < items.Length; i++) items[i] = Item((int)((first + i) * Stride % perSensor) * sensors + sensor, visit);
                yield return new EvidenceBatch(HostOf(sensor), $"run-{network:x}", ((long)visit * perSensorBatches) + batch, items, []);
            }
        }
    }

    public static string HostOf(int sensor) => $"web{sensor}";

    public static int SensorOf(string host) => int.Parse(host.AsSpan(3), CultureInfo.InvariantCulture);

    private EvidenceItem Item(int source, int visit)
    {
        var address = source % 10 == 3
            ? new IpKey(0x2001_0000_0000_0000 + ((ulong)network << 16) + (ulong)source, 1)
            : IpKey.FromIPv4(network + (uint)source);
        var seen = now.AddMilliseconds(-source % 5000);
        var (kind, technique, count) = Behaviour(source, visit);
        return new EvidenceItem(address, kind, technique, 1, count, (int)count, 1, seen.AddSeconds(-30), seen.AddMilliseconds(visit), source % 7 == 0);
    }

    // Who crosses a threshold crosses it at a visit of his own: storms of bans are another measure.
    private static (EvidenceKind Kind, string Technique, long Count) Behaviour(int source, int visit) => source % 500 == 1
        ? (EvidenceKind.PortScan, Techniques.Syn, Math.Max(1, 12 * (visit - (source / 500 % 8))))
        : source % 100 == 2
            ? (EvidenceKind.PortScan, Techniques.Connect, Math.Clamp(2 * (visit - (source / 100 % 8)), 1, 5))
            : (source % 5) switch
            {
                0 => (EvidenceKind.PortScan, Techniques.Syn, 1 + (visit > 4 ? 1 : 0)),
                1 => (EvidenceKind.BruteForce, Techniques.Ssh, Math.Min(4, 1 + visit)),
                2 => (EvidenceKind.Malformed, Techniques.BadLength, 1 + visit),
                3 => (EvidenceKind.Anomaly, Techniques.TinyFragments, 1),
                _ => (EvidenceKind.Log, "nginx-404", 1 + (visit > 7 ? 1 : 0)),
            };
}
