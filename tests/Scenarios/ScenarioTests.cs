using System.Text.Json;
using Tegument.Sensor.Replay;

namespace Tegument.Scenarios.Tests;

public sealed class ScenarioTests
{
    public static TheoryData<string> Names() =>
        [.. Directory.GetDirectories(Scenario.Root).Where(d => File.Exists(Path.Combine(d, "scenario.json"))).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Scenario_comes_out_as_its_folder_says(string name)
    {
        var scenario = Scenario.Read(name);
        var report = new ReplayRun(scenario.ToOptions()).Run(null, CancellationToken.None);
        report.Damage.ShouldBeNull();
        foreach (var (address, expected) in scenario.Expected.Addresses)
        {
            var verdict = report.Addresses.SingleOrDefault(a => a.Address == address).ShouldNotBeNull($"{address} was not judged");
            verdict.Standing.ShouldBe(expected.Standing, address);
            (verdict.Ban is not null).ShouldBe(expected.Standing == "banned", address);
            var evidence = verdict.Evidence.Select(e => e.Technique is null ? e.Kind : $"{e.Kind}/{e.Technique}").ToArray();
            foreach (var wanted in expected.Evidence) evidence.ShouldContain(wanted, address);
            if (expected.Verified is { } verified) verdict.Verified.ShouldBe(verified, address);
            if (expected.Count is { } count) verdict.Evidence.Max(e => e.Count).ShouldBe(count, address);
        }

        report.Addresses.Where(a => a.Standing != "clean").Select(a => a.Address).Except(scenario.Expected.Addresses.Keys).ShouldBeEmpty("nobody else is worse than clean");
        report.Incidents.Select(Text).ShouldBe(scenario.Expected.Incidents, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Two_replays_differ_in_their_speed_alone(string name)
    {
        var options = Scenario.Read(name).ToOptions();
        Text(options).ShouldBe(Text(options));
    }

    private static string Text(ReplayIncident incident) =>
        $"{incident.Incident}{(incident.Technique is null ? "" : "/" + incident.Technique)} {incident.Target}{(incident.Mac is null ? "" : " by " + incident.Mac)}";

    private static string Text(ReplayOptions options)
    {
        var report = new ReplayRun(options).Run(null, CancellationToken.None);
        return JsonSerializer.Serialize(report with { Summary = report.Summary with { PacketsPerSecond = 0 } });
    }
}
