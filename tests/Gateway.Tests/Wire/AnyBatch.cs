using FsCheck;
using FsCheck.Fluent;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;

namespace Tegument.Gateway.Tests.Wire;

/// <summary>Batches of any values that the records can hold, sensible or not.</summary>
internal static class AnyBatch
{
    private static readonly DateTimeOffset s_at = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static Gen<EvidenceBatch> Batches() =>
        from items in Items().ArrayOf()
        from incidents in Incidents().ArrayOf()
        from sequence in ArbMap.Default.GeneratorFor<long>()
        from sensor in Texts()
        select new EvidenceBatch(sensor, "s", sequence, items, incidents);

    private static Gen<EvidenceItem> Items() =>
        from source in Addresses()
        from kind in Gen.Elements(Enum.GetValues<EvidenceKind>())
        from technique in Gen.Elements("syn", "", "rule é", "fin")
        from numbers in ArbMap.Default.GeneratorFor<long>().ArrayOf(2)
        from small in ArbMap.Default.GeneratorFor<int>().ArrayOf(2)
        from times in Times().ArrayOf(6)
        from bits in Gen.Choose(0, 15)
        from sample in Texts()
        from severity in Gen.Choose(0, 7)
        from ports in Gen.Choose(0, 70_000).ArrayOf().Select(ports => ports.Length is 0 or > EvidenceItem.MaxTopPorts ? null : ports)
        select new EvidenceItem(
            source, kind, technique, numbers[0], numbers[1], small[0], small[1], times[0], times[1], (bits & 1) != 0, (byte)severity,
            (bits & 2) != 0 ? new Conversation(times[2], times[3]) : null, (bits & 4) != 0 ? sample : null,
            (bits & 8) != 0 ? new Conversation(times[4], times[5]) : null, ports);

    private static Gen<VictimIncident> Incidents() =>
        from target in Addresses()
        from numbers in ArbMap.Default.GeneratorFor<long>().ArrayOf(3)
        from port in ArbMap.Default.GeneratorFor<int>()
        from times in Times().ArrayOf(2)
        from tops in (from address in Addresses() from packets in ArbMap.Default.GeneratorFor<long>() select new TopSource(address, packets)).ArrayOf(3)
        from bits in Gen.Choose(0, 3)
        select new VictimIncident(
            numbers[0], EvidenceKind.UdpFlood, "udp", target, port, numbers[1], numbers[2], times[0], times[1], tops,
            (bits & 1) != 0 ? "02:00:00:00:00:01" : null, (bits & 2) != 0 ? "detail" : null);

    private static Gen<IpKey> Addresses() =>
        from bits in ArbMap.Default.GeneratorFor<ulong>().ArrayOf(2)
        from family in Gen.Choose(0, 1)
        select family == 0 ? IpKey.FromIPv4((uint)bits[0]) : new IpKey(bits[0], bits[1]);

    private static Gen<DateTimeOffset> Times() =>
        Gen.OneOf(
            Gen.Choose(-1_000_000, 1_000_000).Select(ms => s_at.AddMilliseconds(ms)),
            Gen.Elements(DateTimeOffset.UnixEpoch, new DateTimeOffset(1, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero)));

    private static Gen<string> Texts() => Gen.Elements("", "web1", "é\u20AC\U0001F980", new string('x', 200));
}
