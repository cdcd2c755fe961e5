using Tegument.Tests.Support;
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

    /// <summary>Innermost layers per packet, damaged captures included: a file we see otherwise than tshark is listed with the reason.</summary>
    [SkippableFact]
    public void Every_capture_decodes_to_the_layers_that_tshark_sees()
    {
        var wrong = new List<string>();
        var compared = 0;
        foreach (var expected in SharedCapture.All())
        {
            compared++;
            var (ours, damage, faults) = expected.Read();
            var layers = SeenOtherwise.Layers.GetValueOrDefault(expected.Name, expected.Layers);
            if (ours.Layers == layers) continue;
            var seen = string.Join(", ", faults.NonZero().Select(f => $"{f.Key} {f.Value}"));
            wrong.Add($"{expected.Name}: {ours.Layers}, not {layers}; {damage} {seen}");
        }

        Figures.Print(output, $"layers compared with tshark's: {compared} captures, {SeenOtherwise.Layers.Count} of them seen otherwise for a stated reason");
        wrong.ShouldBeEmpty();
    }
}
