using System.Text.Json;
using Tegument.Contracts.Posture;
using Tegument.Sensor.Eve;
using Tegument.Sensor.Replay;
using Tegument.Tests.Support;

namespace Tegument.Scenarios.Tests;

/// <summary>Real alerts of Suricata, where they lie beside the checkout: every event counted, every alert read, nobody harmless banned.</summary>
public sealed class SharedEveTests
{
    [SkippableFact]
    public void Every_shared_eve_file_holds_what_its_index_says()
    {
        var folder = SharedData.Require("eve");
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json")));
        var wrong = new List<string>();
        foreach (var entry in document.RootElement.EnumerateArray())
        {
            var name = entry.GetProperty("file").GetString()!;
            var read = new EveFile(Path.Combine(folder, name), _ => false).Read(null, CancellationToken.None);
            var lines = entry.GetProperty("lines").GetInt64();
            if (read.Lines != lines) wrong.Add($"{name}: {read.Lines} lines of {lines}");
            Compare(name, entry.GetProperty("events").EnumerateObject().Select(e => $"{e.Name} {e.Value.GetInt64()}"), read.Events.Select(e => $"{e.Key} {e.Value}"), false, wrong);

            // Of a file with very many kinds of alerts the index lists the first; the total tells.
            var total = entry.GetProperty("alert_total").GetInt64();
            var listed = entry.GetProperty("alerts").EnumerateArray().ToArray();
            var partly = listed.Sum(alert => alert.GetProperty("count").GetInt64()) < total;
            Compare(name, listed.Select(Expected), read.Alerts.GroupBy(Text).Select(a => $"{a.Key} x{a.Sum(one => one.Count)}"), partly, wrong);
            if (read.Alerts.Sum(a => a.Count) != total) wrong.Add($"{name}: {read.Alerts.Sum(a => a.Count)} alerts of {total}");
            if (read.BrokenAlerts > 0) wrong.Add($"{name}: {read.BrokenAlerts} alerts were not read");
        }

        wrong.ShouldBeEmpty();
    }

    [SkippableFact]
    public void No_harmless_capture_gets_anybody_banned_by_its_alerts()
    {
        var folder = SharedData.Require("eve");
        foreach (var file in Directory.EnumerateFiles(folder, "pcap-benign-*.eve.json"))
        {
            foreach (var posture in new[] { PostureLevel.Balanced, PostureLevel.Hardened })
            {
                var banned = EveReplay.Run(file, posture, [], CancellationToken.None).Judged.Where(address => address.Ban is not null);
                banned.ShouldBeEmpty($"{Path.GetFileName(file)} under {posture}");
            }
        }
    }

    private static void Compare(string name, IEnumerable<string> expected, IEnumerable<string> actual, bool partly, List<string> wrong)
    {
        var missing = expected.ToHashSet(StringComparer.Ordinal);
        var extra = actual.Where(one => !missing.Remove(one)).ToArray();
        wrong.AddRange(missing.Select(one => $"{name}: lacks {one}"));
        if (!partly) wrong.AddRange(extra.Select(one => $"{name}: has {one}"));
    }

    private static string Expected(JsonElement alert)
    {
        // The index writes addresses as Suricata did, IPv6 in full.
        var source = Contracts.Addresses.IpKey.Parse(alert.GetProperty("src").GetString()!);
        var destination = Contracts.Addresses.IpKey.Parse(alert.GetProperty("dst").GetString()!);
        return $"{source} -> {destination} \"{alert.GetProperty("signature").GetString()}\" s{alert.GetProperty("severity").GetInt32()} {alert.GetProperty("action").GetString()} x{alert.GetProperty("count").GetInt64()}";
    }

    private static string Text(EveAlertCount a) => $"{a.Source} -> {a.Destination} \"{a.Signature}\" s{a.Severity} {a.Action}";
}
