using System.Text.Json;
using Tegument.Host.Tests.Chain;
using Tegument.Tests.Support;

namespace Tegument.Host.Tests.Verbs;

public sealed class ReplayInputTests : IDisposable
{
    private static readonly string Scan = Path.Combine(Built.Root, "tests", "Scenarios", "nmap-syn-scan", "traffic.pcap");
    private readonly string _folder = Directory.CreateTempSubdirectory("tegument-replay-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_no_capture_is_one_line_with_file_and_reason()
    {
        OneLine.Of(Replay("missing.pcap"), 2).ShouldContain("missing.pcap: no such file");
        OneLine.Of(Replay(_folder), 2).ShouldContain("is a directory");
        OneLine.Of(Replay(""), 2).ShouldContain("empty");
        OneLine.Of(Replay(Given("empty.pcap", [])), 2).ShouldContain("empty.pcap: the file is empty");
        OneLine.Of(Replay(Given("text.pcap", "hello there, this is text"u8.ToArray())), 2).ShouldContain("not a pcap");
        OneLine.Of(Replay(Given("packed.pcap", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])), 2).ShouldContain("gunzip");
        OneLine.Of(Replay(Given("header.pcap", File.ReadAllBytes(Scan)[..10])), 2).ShouldContain("at byte 10");
        OneLine.Of(Replay(Scan, "--home", "nonsense"), 2).ShouldContain("'nonsense' is not an IP address");
        OneLine.Of(Replay(Scan, "--home", "10.0.0.5/8"), 2).ShouldContain("did you mean 10.0.0.0/8");
        OneLine.Of(Replay(Scan, "--home", ""), 2).ShouldContain("expected networks");
    }

    [Fact]
    public void A_truncated_file_is_judged_as_far_as_it_goes()
    {
        var cut = Given("cut.pcap", File.ReadAllBytes(Scan)[..5000]);
        var json = Replay(cut, "--json");
        OneLine.Of(json, 2).ShouldContain("cut.pcap: the file ends inside a packet (at byte 4962)");
        var lines = json.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        lines[0].GetProperty("standing").GetString().ShouldBe("banned");
        lines[^1].GetProperty("summary").GetProperty("packets").GetInt64().ShouldBe(67);

        var table = Replay(cut);
        OneLine.Of(table, 2);
        table.Output.ShouldContain("10.91.0.2");
    }

    [Fact]
    public void A_reader_that_leaves_early_sees_no_trace()
    {
        foreach (var reader in new[] { "head -1", "true" })
        {
            var left = Programs.Run(["bash", "-c", $"dotnet {Built.Host} replay {Scan} --json | {reader}; dotnet {Built.Host} --help | {reader}"]);
            left.Error.ShouldBeEmpty();
        }

        OneLine.Of(Programs.Run(["bash", "-c", $"dotnet {Built.Host} replay {Scan} --json >/dev/full"]), 1).ShouldContain("No space left");
    }

    [Fact]
    public void Without_a_terminal_a_row_is_a_line_however_long()
    {
        var lines = Replay(Scan).OrThrow().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldStartWith("ADDRESS");
        lines[1].ShouldContain("banned for 10m 0s");
        lines[2].ShouldContain("129 packets");
        foreach (var line in lines) line.ShouldBe(line.TrimEnd());
    }

    [SkippableTheory]
    [InlineData(50)]
    [InlineData(80)]
    [InlineData(200)]
    public void On_a_terminal_no_line_is_wider_than_it(int columns)
    {
        Requires.Programs("script");
        var said = Programs.Run(["script", "-qec", $"stty cols {columns}; dotnet {Built.Host} replay {Scan} 2>/dev/null", "/dev/null"]).OrThrow().Output;
        var lines = System.Text.RegularExpressions.Regex.Replace(said, "\u001b\\[[0-9;?]*[a-zA-Z=]|\u001b=", "").Split('\n').Select(l => l.TrimEnd()).ToArray();
        lines.Max(l => l.Length).ShouldBeLessThanOrEqualTo(columns);
        said.ShouldContain("10.91.0.2");
        said.ShouldContain("unverified");
    }

    private string Given(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static ProgramResult Replay(params string[] arguments) => Programs.Run(["dotnet", Built.Host, "replay", .. arguments]);
}
