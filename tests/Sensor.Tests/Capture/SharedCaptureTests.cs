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

    /// <summary>
    /// What lies under links and encapsulations that the decoder does not enter; the last one's third frame claims loopback but has a
    /// Cisco HDLC header.
    /// </summary>
    private static readonly string[] NotEntered = ["encap-", "l2-mpls", "l2-ppp", "l2-chdlc", "l2-nflog", "l2-null-loopback"];

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
        foreach (var expected in SharedCapture.All().Where(c => !c.Name.StartsWith("mal-", StringComparison.Ordinal) && !NotEntered.Any(c.Name.StartsWith)))
        {
            compared++;
            var (ours, damage, faults) = expected.Read();
            var seen = string.Join(", ", faults.NonZero().Select(f => $"{f.Key} {f.Value}"));
            if (SharedCapture.Show(ours.Network) != SharedCapture.Show(expected.Network))
                wrong.Add($"{expected.Name}: {SharedCapture.Show(ours.Network)}, not {SharedCapture.Show(expected.Network)}; {damage} {seen}");
            var fragments = OtherFragments.GetValueOrDefault(expected.Name, expected.Fragments);
            if (ours.Fragments != fragments) wrong.Add($"{expected.Name}: {ours.Fragments} fragments, not {fragments}; {seen}");
            // tshark counts a datagram's transport where its last fragment completes it, we where its header is.
            if (expected.Fragments == 0 && SharedCapture.Show(ours.Transport) != SharedCapture.Show(expected.Transport))
                wrong.Add($"{expected.Name}: {SharedCapture.Show(ours.Transport)}, not {SharedCapture.Show(expected.Transport)}; {seen}");
        }

        output.WriteLine($"{compared} captures");
        wrong.ShouldBeEmpty();
    }
}
