using System.Text.Json;
using Tegument.Host.Tests.Chain;
using Tegument.Host.Tests.Verbs;
using Tegument.Tests.Support;

namespace Tegument.Host.Tests.Live;

/// <summary><c>--filter</c> as a person types it.</summary>
public sealed class FilterVerbTests
{
    private static readonly string s_scan = Path.Combine(Built.Root, "tests", "Scenarios", "nmap-syn-scan", "traffic.pcap");

    [SkippableFact]
    public void A_replay_judges_only_what_passes()
    {
        Requires.Programs("tcpdump");
        const string expression = "tcp dst port 80 or tcp src port 80";
        var count = Programs.Run(["tcpdump", "-nr", s_scan, "--count", expression]).OrThrow().Output.Split(' ')[0];
        var replay = Replay("--json", "--filter", expression).OrThrow().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        JsonDocument.Parse(replay[^1]).RootElement.GetProperty("summary").GetProperty("packets").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(count);
        replay.ShouldNotContain(line => line.Contains("banned", StringComparison.Ordinal));
        Replay("--json").OrThrow().Output.ShouldContain("banned");
    }

    [Fact]
    public void A_bad_expression_is_one_line_whatever_the_verb()
    {
        OneLine.Of(Replay("--filter", "tcp prt 80"), 2).ShouldBe("tegument: --filter 'tcp prt 80': can't parse filter expression: syntax error");
        OneLine.Of(Replay("--filter", ""), 2).ShouldContain("--filter '': it is empty");
        OneLine.Of(Replay("--filter", "tcp\nudp"), 2).ShouldContain("--filter 'tcp·udp': ");
        OneLine.Of(Replay("--filter", "inbound"), 2).ShouldContain("a file does not hold");
        OneLine.Of(Replay("--filter"), 2).ShouldContain("--filter");
    }

    [SkippableFact]
    public void A_bad_expression_starts_nothing()
    {
        Requires.Root();
        var data = Path.Combine(Path.GetTempPath(), $"tegument-filter-{Guid.NewGuid():N}");
        OneLine.Of(Programs.Run(["dotnet", Built.Host, "up", "--data", data, "--filter", "nonsense at all"]), 2).ShouldContain("--filter 'nonsense at all': ");
        OneLine.Of(Programs.Run(["dotnet", Built.Host, "agent", "--data", data, "--token", "x", "--filter", "port 99999"]), 2).ShouldContain("--filter 'port 99999': ");
        Directory.Exists(data).ShouldBeFalse();
    }

    [SkippableFact]
    public void Without_libpcap_a_filter_names_the_package_and_everything_else_works()
    {
        Requires.Root();
        Requires.Programs("unshare", "mount");
        // An empty file in the library's place, for this process tree alone.
        ProgramResult Without(string options) => Programs.Run(
            ["unshare", "-m", "sh", "-c", $"mount --bind /dev/null \"$(ldconfig -p | sed -n 's/.*libpcap.so.0.8 .*=> //p' | head -n 1)\" && exec dotnet {Built.Host} replay {s_scan} {options}"]);
        OneLine.Of(Without("--filter tcp"), 1).ShouldBe("tegument: --filter 'tcp': libpcap.so.0.8 is not installed; install the package libpcap0.8");
        Without("").OrThrow().Output.ShouldContain("banned");
    }

    private static ProgramResult Replay(params string[] options) => Programs.Run(["dotnet", Built.Host, "replay", s_scan, .. options]);
}
