using System.Text.Json;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Wire;
using Tegument.Sensor.Replay;

namespace Tegument.Scenarios.Tests;

/// <summary>A scenario folder, read.</summary>
internal sealed record Scenario(string Traffic, string Posture, string[] Home, ScenarioExpectation Expected)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    public static string Root { get; } = FindRoot();

    public static Scenario Read(string name)
    {
        var folder = Path.Combine(Root, name);
        var scenario = JsonSerializer.Deserialize<Scenario>(File.ReadAllText(Path.Combine(folder, "scenario.json")), Options)!;
        return scenario with { Traffic = Path.GetFullPath(Path.Combine(folder, scenario.Traffic ?? "traffic.pcap")) };
    }

    public ReplayOptions ToOptions() => new(
        Traffic,
        WireName.TryParse<PostureLevel>(Posture, out var level) ? level : throw new FormatException($"posture '{Posture}'"),
        [.. Home.Select(IpPrefix.Parse)]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Tegument.sln"))) return Path.Combine(folder.FullName, "tests", "Scenarios");
        throw new DirectoryNotFoundException("Tegument.sln is in no folder above the tests");
    }
}

/// <summary>What must come out: all that is not clean, and all incidents.</summary>
internal sealed record ScenarioExpectation(Dictionary<string, ScenarioVerdict> Addresses, string[] Incidents);

/// <summary>What must come out for one address.</summary>
internal sealed record ScenarioVerdict(string Standing, string[] Evidence, bool? Verified = null, long? Count = null);
