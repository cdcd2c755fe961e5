using System.Text.Json;
using Tegument.Contracts.Posture;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Replay;
using Tegument.Tests.Support;
using Xunit.Abstractions;

namespace Tegument.Scenarios.Tests;

/// <summary>Real captures of others, where they lie beside the checkout: every attacker named rightly, nobody banned wrongly.</summary>
public sealed class SharedCaptureTests(ITestOutputHelper output)
{
    // Verdicts that need rules for payloads, and a reflection so slow that its index leaves open what is right: the files are read and must ban
    // nobody wrongly, but naming what they hold comes later and is not counted as right.
    private static readonly string[] Later = ["recon:nmap-service-detection", "flood:tcp-reflection-lowrate", "dpi"];
    private static readonly string[] Columns = ["right", "missed", "false", "later"];

    [SkippableFact]
    public void Every_shared_capture_is_judged_as_its_index_says()
    {
        var folder = SharedData.Require("pcaps");
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json")));
        var wrong = new List<string>();
        var table = new SortedDictionary<string, int[]>(StringComparer.Ordinal);
        foreach (var entry in document.RootElement.EnumerateArray())
        {
            var expected = CaptureExpectation.Read(entry);
            var problems = Check(Path.Combine(folder, expected.File), expected);
            var column = problems.Any(p => p.StartsWith("wrongly", StringComparison.Ordinal)) ? "false" : problems.Count > 0 ? "missed" : IsLater(expected) ? "later" : "right";
            var row = table.TryGetValue(expected.Kind, out var known) ? known : table[expected.Kind] = new int[Columns.Length];
            row[Array.IndexOf(Columns, column)]++;
            if (problems.Count > 0) wrong.Add($"{expected.File} ({expected.Verdict}): {string.Join("; ", problems)}");
        }

        Figures.Print(output, $"{"kind",-16}{string.Concat(Columns.Select(c => $"{c,8}"))}");
        foreach (var (kind, row) in table) Figures.Print(output, $"{kind,-16}{string.Concat(row.Select(n => $"{n,8}"))}");
        wrong.ShouldBeEmpty();
    }

    private static List<string> Check(string path, CaptureExpectation expected)
    {
        ReplayReport report;
        try
        {
            report = new ReplayRun(new ReplayOptions(path, PostureLevel.Balanced, [])).Run(null, CancellationToken.None);
        }
        catch (CaptureFormatException)
        {
            return expected.Kind is "malformed" or "decode-only" ? [] : ["could not be read"];
        }

        var banned = report.Addresses.Where(a => a.Standing == "banned" || a.Ban is not null).Select(a => a.Address).ToHashSet();
        var problems = new List<string>();
        var nobody = expected.MustNotBan.Contains("*") || expected.Kind is "benign" or "malformed" or "decode-only";
        foreach (var address in banned.Where(a => nobody || expected.MustNotBan.Contains(a))) problems.Add($"wrongly banned {address}");
        if (expected.NamesFlood)
        {
            foreach (var address in expected.Attackers.Where(a => !banned.Contains(a))) problems.Add($"{address}: not banned");
            foreach (var address in banned.Except(expected.Attackers)) problems.Add($"wrongly banned {address}");
        }

        if (!IsLater(expected)) Attackers(report, expected, banned, problems);
        if (expected.NamesFlood && !report.Incidents.Any(i => i.Incident.Contains("flood", StringComparison.Ordinal) || i.Incident == "amplification")) problems.Add("no incident");
        return problems;
    }

    private static bool IsLater(CaptureExpectation expected) =>
        !IsDns(expected) && (Later.Contains(expected.Kind) || Later.Contains(expected.Verdict));

    private static bool IsDns(CaptureExpectation expected) => expected.Kind == "dpi" && expected.Technique.StartsWith("dns", StringComparison.Ordinal);

    private static void Attackers(ReplayReport report, CaptureExpectation expected, HashSet<string> banned, List<string> problems)
    {
        foreach (var attacker in expected.Attackers)
        {
            if (expected.Kind == "arp-spoof")
            {
                if (!report.Incidents.Any(i => i.Technique == "arp-spoof" && "mac:" + i.Mac == attacker)) problems.Add($"{attacker}: no arp-spoof");
                if (banned.Count > 0) problems.Add($"wrongly banned {string.Join(", ", banned)}");
                continue;
            }

            var evidence = report.Addresses.FirstOrDefault(a => a.Address == attacker)?.Evidence ?? [];
            if (expected.Kind == "portscan" && !evidence.Any(e => e.Kind == "port-scan" && e.Technique == expected.Technique)) problems.Add($"{attacker}: no port-scan/{expected.Technique}");
            if (expected.Kind == "hostscan" && !evidence.Any(e => e.Kind == "host-sweep")) problems.Add($"{attacker}: no host-sweep");
            if (expected.Kind == "brute-force" && !evidence.Any(e => e.Kind == "brute-force" && e.Technique == expected.Technique)) problems.Add($"{attacker}: no brute-force/{expected.Technique}");
            // Probes too few for a scan are remembered: the stealthy ones, since no honest stack sends them.
            if (expected.Kind == "recon" && !evidence.Any(e => e.Kind == "port-scan" && e.Technique is "null" or "xmas" or "syn-fin")) problems.Add($"{attacker}: no stealth probe");
            if (IsDns(expected) && !evidence.Any(e => e.Kind == "dns-tunnel")) problems.Add($"{attacker}: no dns-tunnel");
            // A sweep slower than its score fades is recorded and bans nobody.
            var mustBan = expected.Kind is "portscan" or "brute-force" || (expected.Kind is "hostscan" && !expected.Technique.Contains("slow", StringComparison.Ordinal));
            if (mustBan && !banned.Contains(attacker)) problems.Add($"{attacker}: not banned");
        }
    }
}
