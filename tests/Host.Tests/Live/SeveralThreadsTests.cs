using System.Globalization;
using System.Text.Json;
using Tegument.Host.Tests.Chain;

namespace Tegument.Host.Tests.Live;

/// <summary>An agent with four capture threads: attacks whose parts fall on different rings are named and cut off as one thread does it.</summary>
public sealed class SeveralThreadsTests : IDisposable
{
    private readonly ProtectedHost _host = new("--enforce", "--threads", "4");

    public void Dispose() => _host.Dispose();

    [SkippableFact]
    public void Scans_sweeps_and_floods_over_several_rings_are_cut_off()
    {
        (int Number, string Kind, string Command)[] attacks =
        [
            (11, "port-scan", "nmap -n -Pn -sS -p 1-60 -S {0} -e eth0 10.93.1.1"),
            // Each of these hosts is another pair of addresses.
            (12, "host-sweep", "nmap -n -Pn -sS -p 445 -S {0} -e eth0 10.93.3.2-60"),
            (13, "host-sweep", "nmap -n -sn -PE -S {0} -e eth0 10.93.3.100-160"),
            (14, "syn-flood", "hping3 -q -S -p 80 -i u300 -c 3000 -a {0} 10.93.1.1"),
            (15, "udp-flood", "hping3 -q --udp -p 9999 -i u100 -c 8000 -a {0} 10.93.1.1"),
        ];
        foreach (var (number, kind, command) in attacks)
        {
            var address = _host.NewAttacker(number);
            _host.Attacker.Run(["sh", "-c", string.Format(CultureInfo.InvariantCulture, command, address)]);
            Until.True(() => _host.KernelSet("v4").ContainsKey(address), $"{address} in the kernel's set after {command}");
            Evidence(address).ShouldContain(kind);
        }

        ProtectedHost.IsServed(_host.Bystander, ProtectedHost.Address).ShouldBeTrue("a bystander");
    }

    [SkippableFact]
    public void A_flood_of_forged_sources_is_one_incident_with_all_rings_packets_in_it()
    {
        // Each ring sees a quarter of it: 60 a second or so, a quarter of the rate that is a flood.
        _host.Attacker.Run("hping3", "-q", "-S", "-p", "80", "-i", "u1200", "-c", "3000", "--rand-source", ProtectedHost.Address);
        JsonElement incident = default;
        Until.True(
            () =>
            {
                using var json = JsonDocument.Parse(_host.Verb("incidents", "--json").OrThrow().Output);
                var found = Objects(json.RootElement).FirstOrDefault(o => o.TryGetProperty("kind", out var kind) && kind.GetString() == "syn-flood");
                if (found.ValueKind == JsonValueKind.Undefined) return false;
                incident = found.Clone();
                return incident.GetProperty("packets").GetInt64() > 2000;
            },
            "one incident of thousands of packets");
        incident.GetProperty("target").GetString().ShouldBe(ProtectedHost.Address);
        incident.GetProperty("sources").GetInt64().ShouldBeGreaterThan(1500);
        _host.KernelSet("v4").ShouldBeEmpty();
    }

    private string[] Evidence(string address)
    {
        using var explained = JsonDocument.Parse(_host.Verb("explain", address, "--json").OrThrow().Output);
        return [.. explained.RootElement.GetProperty("evidence").EnumerateArray().Select(e => e.GetProperty("kind").GetString()!)];
    }

    private static IEnumerable<JsonElement> Objects(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Objects),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Objects(p.Value)).Prepend(element),
        _ => [],
    };
}
