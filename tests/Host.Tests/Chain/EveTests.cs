using System.Globalization;
using System.Text.Json;

namespace Tegument.Host.Tests.Chain;

/// <summary>A Suricata's eve.json beside the agent: its alerts become bans in the kernel, once each, whatever becomes of file and processes.</summary>
public sealed class EveTests : IDisposable
{
    private readonly string _eve = Path.Combine(Directory.CreateTempSubdirectory("tegument-eve-").FullName, "eve.json");
    private readonly ProtectedHost _host;

    public EveTests() => _host = new ProtectedHost("--enforce", "--eve", _eve);

    public void Dispose()
    {
        _host.Dispose();
        Directory.Delete(Path.GetDirectoryName(_eve)!, recursive: true);
    }

    [SkippableFact]
    public void Alerts_ban_their_source_through_rotation_truncation_and_restarts_and_weigh_once()
    {
        Write(Alert("198.51.100.1", 1), Alert("198.51.100.1", 2), "{\"event_type\":\"flow\"}", "no json at all");
        Banned("198.51.100.1");

        // Half a line, and the rest of it when the agent is back from a kill.
        var halves = Alert("198.51.100.2", 1) + "\n" + Alert("198.51.100.2", 2) + "\n";
        File.AppendAllText(_eve, halves[..^40]);
        Until.True(() => Score("198.51.100.2") > 50, "the first alert weighs");
        _host.Agent.Kill();
        _host.StartAgent();
        Score("198.51.100.2").ShouldBeLessThan(61, "nothing weighs twice");
        File.AppendAllText(_eve, halves[^40..]);
        Banned("198.51.100.2");

        // Rotation by renaming; what is still written to the old file counts.
        File.Move(_eve, _eve + ".1");
        File.AppendAllText(_eve + ".1", Alert("198.51.100.3", 1) + "\n");
        Write(Alert("198.51.100.3", 2));
        Banned("198.51.100.3");

        // Truncation under the agent's feet, and a silo that is away meanwhile.
        _host.Silo.Kill();
        File.WriteAllText(_eve, Alert("198.51.100.4", 1) + "\n" + Alert("198.51.100.4", 2) + "\n");
        _host.StartSilo();
        Banned("198.51.100.4");

        // Noise of a healthy network, an alert about this very host, and one of last year: nobody is banned for them.
        Write(
            [.. Enumerable.Range(1, 30).Select(i => Alert("198.51.100.5", 1000 + i, "SURICATA TCPv4 invalid checksum")),
            Alert(ProtectedHost.Address, 1), Alert(ProtectedHost.Address, 2), Alert("198.51.100.6", 1, at: DateTimeOffset.UtcNow.AddYears(-1)), Alert("198.51.100.6", 2, at: DateTimeOffset.UtcNow.AddYears(-1)),
            Alert("198.51.100.7", 1), Alert("198.51.100.7", 2)]);
        Banned("198.51.100.7");
        Score("198.51.100.5").ShouldBe(0);
        Score("198.51.100.6").ShouldBe(0);
        _host.KernelSet("v4").Keys.ShouldBe(["198.51.100.1", "198.51.100.2", "198.51.100.3", "198.51.100.4", "198.51.100.7"], ignoreOrder: true);
        _host.Verb("incidents", "--json").Output.ShouldContain(ProtectedHost.Address);
    }

    [SkippableFact]
    public void An_imported_file_weighs_once_however_often_it_is_imported()
    {
        var file = _eve + ".import";
        File.WriteAllLines(file, [Alert("198.51.100.20", 1), Alert("198.51.100.21", 1), Alert("198.51.100.21", 2)]);
        for (var time = 0; time < 3; time++) _host.Verb("import", "eve", file, "--name", "stage").OrThrow().Output.ShouldContain("3 incidents acknowledged");
        Banned("198.51.100.21");
        Score("198.51.100.20").ShouldBeInRange(50, 60);
        _host.Verb("import", "eve", file + "-missing").ExitCode.ShouldBe(2);
    }

    private void Banned(string address) => Until.True(() => _host.KernelSet("v4").ContainsKey(address), $"{address} in the kernel's set");

    private double Score(string address)
    {
        using var json = JsonDocument.Parse(_host.Verb("explain", address, "--json").OrThrow().Output);
        return json.RootElement.GetProperty("score").GetDouble();
    }

    private void Write(params string[] lines) => File.AppendAllLines(_eve, lines);

    private static string Alert(string source, int rule, string signature = "a rule of high severity", DateTimeOffset? at = null) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"timestamp":"{{{at ?? DateTimeOffset.UtcNow:yyyy-MM-dd'T'HH:mm:ss.ffffff}}}+0000","event_type":"alert","src_ip":"{{{source}}}","src_port":40000,"dest_ip":"{{{ProtectedHost.Inner}}}","dest_port":80,"proto":"TCP","alert":{"action":"allowed","gid":1,"signature_id":{{{rule}}},"rev":1,"signature":"{{{signature}}}","category":"Attempted Administrator Privilege Gain","severity":1}}""");
}
