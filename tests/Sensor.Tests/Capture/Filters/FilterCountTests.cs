using System.Globalization;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Capture.Filters;
using Tegument.Tests.Support;
using Xunit.Abstractions;

namespace Tegument.Sensor.Tests.Capture.Filters;

/// <summary>The same expression on the same file: as many packets as tcpdump counts.</summary>
public sealed class FilterCountTests(ITestOutputHelper output)
{
    private static readonly string[] s_expressions =
    [
        "tcp", "udp port 53", "not ip6", "tcp[tcpflags] & (tcp-syn|tcp-fin) != 0", "greater 200", "vlan", "vlan and tcp", "icmp or icmp6 or arp",
        "net 10.0.0.0/8 and not port 80", "ip[6:2] & 0x1fff != 0", "src portrange 1-1023", "less 100 and (udp or sctp)", "mpls or pppoes",
    ];

    /// <summary>Claims lengths on the wire below what it holds: tcpdump compares those, we what is there.</summary>
    private const string ShorterThanItself = "mal-tcpdump-quic_handshake_truncated.pcap";

    /// <summary>BSD loopback numbers IPv6 as other systems do; a program that is compiled without its file knows only this system's number.</summary>
    private const string OtherFamilyNumbers = "l2-null-loopback.pcap";

    [SkippableFact]
    public void Every_shared_capture_has_as_many_matches_as_tcpdump_counts()
    {
        Requires.Programs("tcpdump");
        var wrong = new List<string>();
        var (compared, matched) = (0, 0L);
        var turn = 0;
        foreach (var path in SharedCapture.All().Select(c => c.Path).Where(IsRead).Where(p => Path.GetFileName(p) != OtherFamilyNumbers))
        {
            // Three of the expressions a file, in turn: each expression meets dozens of files of every kind.
            for (var i = 0; i < 3; i++)
            {
                var expression = s_expressions[turn++ % s_expressions.Length];
                var theirs = Tcpdump(path, expression);
                if (theirs is null || (expression.Contains("less", StringComparison.Ordinal) && Path.GetFileName(path) == ShorterThanItself)) continue;
                var ours = Count(path, expression);
                compared++;
                matched += theirs.Value;
                if (ours != theirs) wrong.Add($"{Path.GetFileName(path)} '{expression}': {ours}, tcpdump {theirs}");
            }
        }

        output.WriteLine($"{compared} comparisons, {matched} matches");
        compared.ShouldBeGreaterThan(100);
        wrong.ShouldBeEmpty();
    }

    // Null where tcpdump has no answer: a damaged file, or an expression that its link layer does not know.
    private static long? Tcpdump(string path, string expression)
    {
        var result = Programs.Run(["tcpdump", "-nr", path, "--count", expression]);
        return result.ExitCode == 0 ? long.Parse(result.Output.Split(' ')[0], CultureInfo.InvariantCulture) : null;
    }

    // A link layer that we do not read never passes; tcpdump has a filter for more of them.
    private static bool IsRead(string path)
    {
        try
        {
            using var file = CaptureFile.Open(path);
            return file.Next(out var frame) == FrameRead.Frame && frame.Link != LinkType.Unsupported;
        }
        catch (CaptureFormatException)
        {
            return false;
        }
    }

    private static long Count(string path, string expression)
    {
        var filter = new FileFilter(new CaptureFilter(expression));
        using var file = CaptureFile.Open(path);
        var count = 0L;
        while (file.Next(out var frame) == FrameRead.Frame)
            if (filter.Passes(in frame)) count++;
        return count;
    }
}
