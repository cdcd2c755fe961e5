using Tegument.Contracts.Evidence;

namespace Tegument.Sensor.Tests.Rings;

/// <summary>What real tools were aimed at, on one ring and on several.</summary>
public sealed class RecordedPortsTests
{
    [Theory]
    [InlineData("hydra-ssh", EvidenceKind.BruteForce, 22)]
    [InlineData("hydra-ftp", EvidenceKind.BruteForce, 21)]
    [InlineData("hydra-mysql", EvidenceKind.BruteForce, 3306)]
    [InlineData("hping-syn-flood", EvidenceKind.SynFlood, 80)]
    public void A_service_that_is_attacked_is_told_by_its_port(string scenario, EvidenceKind kind, int port)
    {
        foreach (var rings in (int[])[1, 3])
        {
            var attacks = Evidence(scenario, rings).Where(item => item.Kind == kind).ToArray();
            attacks.ShouldNotBeEmpty();
            foreach (var attack in attacks) attack.TopPorts.ShouldBe([port]);
        }
    }

    [Theory]
    [InlineData("nmap-connect-scan")]
    [InlineData("nmap-fin-scan")]
    [InlineData("masscan-port-scan")]
    public void A_scan_tells_eight_of_its_ports(string scenario)
    {
        foreach (var rings in (int[])[1, 3])
        {
            var scans = Evidence(scenario, rings).Where(item => item.Kind == EvidenceKind.PortScan && item.Ports >= EvidenceItem.MaxTopPorts).ToArray();
            scans.ShouldNotBeEmpty();
            foreach (var scan in scans) scan.TopPorts.ShouldNotBeNull().Distinct().Count().ShouldBe(EvidenceItem.MaxTopPorts);
        }
    }

    private static IReadOnlyCollection<EvidenceItem> Evidence(string scenario, int rings)
    {
        using var replay = new SplitReplay(rings, seed: 7);
        replay.Run(Path.Combine(RingIdentityTests.Root(), "tests", "Scenarios", scenario, "traffic.pcap"));
        return replay.Evidence;
    }
}
