using Xunit.Abstractions;

namespace Tegument.Sensor.Tests.Capture;

/// <summary>Holds the reader and the decoder against what tshark found in captures that nobody here wrote.</summary>
public class SharedCaptureTests(ITestOutputHelper output)
{
    /// <summary>Files that we read otherwise than tshark, with our count.</summary>
    private static readonly Dictionary<string, int> OtherCounts = new()
    {
        // tshark guesses another record layout after the first packet; libpcap stops there as we do.
        ["mal-suricata-bug-6875-01-fuzz.pcap"] = 1,
        // tshark refuses the whole file for its link type; to us it is one frame of an unsupported link.
        ["mal-tcpdump-vtp_asan-3.pcap"] = 1,
    };

    /// <summary>Files whose fragments we count otherwise than tshark: seven of its 5993 are quoted inside ICMPv6 errors.</summary>
    private static readonly Dictionary<string, int> OtherFragments = new() { ["flood-icmpv6-fragments-hbh.pcap"] = 5986 };

    /// <summary>Files whose layers we see otherwise than tshark, with what we see and why.</summary>
    private static readonly Dictionary<string, (string Network, string Transport)> OtherLayers = new()
    {
        // Where the inner packet has no transport (a Teredo bubble, ARP in VXLAN), tshark's count falls back on the tunnel's own UDP.
        ["encap-teredo.pcap"] = ("ip=74 ipv6=4", "icmpv6=3 tcp=33 udp=41"),
        ["encap-vxlan.pcap"] = ("arp=2 ip=8", "icmp=8"),
        // tshark knows VXLAN by its assigned port alone.
        ["encap-vxlan-port-8472.pcap"] = ("arp=2 ip=8", "icmp=8"),
        // The third frame claims loopback but has a Cisco HDLC header.
        ["l2-null-loopback.pcap"] = ("ip=1 ipv6=1", "tcp=1 udp=1"),
    };

    [SkippableFact]
    public void Every_capture_is_read_to_its_last_good_packet()
    {
        var wrong = new List<string>();
        var total = 0L;
        foreach (var expected in SharedCapture.All())
        {
            var (ours, damage, _) = expected.Read();
            total += ours.Packets;
            var count = OtherCounts.GetValueOrDefault(expected.Name, expected.Packets);
            if (ours.Packets != count) wrong.Add($"{expected.Name}: {ours.Packets} packets, not {count}; {damage}");
        }

        output.WriteLine($"{total} packets");
        wrong.ShouldBeEmpty();
    }

    [SkippableFact]
    public void Every_well_formed_capture_decodes_to_the_layers_that_tshark_sees()
    {
        var wrong = new List<string>();
        var compared = 0;
        foreach (var expected in SharedCapture.All().Where(c => !c.Name.StartsWith("mal-", StringComparison.Ordinal)))
        {
            compared++;
            var (ours, damage, faults) = expected.Read();
            var seen = string.Join(", ", faults.NonZero().Select(f => $"{f.Key} {f.Value}"));
            var (network, transport) = OtherLayers.GetValueOrDefault(expected.Name, (SharedCapture.Show(expected.Network), SharedCapture.Show(expected.Transport)));
            if (SharedCapture.Show(ours.Network) != network)
                wrong.Add($"{expected.Name}: {SharedCapture.Show(ours.Network)}, not {network}; {damage} {seen}");
            var fragments = OtherFragments.GetValueOrDefault(expected.Name, expected.Fragments);
            if (ours.Fragments != fragments) wrong.Add($"{expected.Name}: {ours.Fragments} fragments, not {fragments}; {seen}");
            // tshark counts a datagram's transport where its last fragment completes it, we where its header is.
            if (expected.Fragments == 0 && SharedCapture.Show(ours.Transport) != transport)
                wrong.Add($"{expected.Name}: {SharedCapture.Show(ours.Transport)}, not {transport}; {seen}");
        }

        output.WriteLine($"{compared} captures");
        wrong.ShouldBeEmpty();
    }
}
