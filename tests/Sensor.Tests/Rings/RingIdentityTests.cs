using Tegument.Contracts.Evidence;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Tests.Capture;
using Xunit.Abstractions;

namespace Tegument.Sensor.Tests.Rings;

/// <summary>Several rings say what one ring says: over every scenario and every shared capture, whatever the seed of the split.</summary>
public sealed class RingIdentityTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_scenario_comes_out_alike() => Compare(Directory.GetFiles(Path.Combine(Root(), "tests", "Scenarios"), "*.pcap*", SearchOption.AllDirectories));

    [SkippableFact]
    public void Every_shared_capture_comes_out_alike() => Compare(SharedCapture.All().Select(c => c.Path));

    private void Compare(IEnumerable<string> paths)
    {
        var random = new Random(11);
        var wrong = new List<string>();
        var (files, incidents) = (0, 0);
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            using var one = new SplitReplay(1, 0);
            try
            {
                one.Run(path);
            }
            catch (CaptureFormatException)
            {
                continue;
            }

            files++;
            incidents += one.Evidence.Count + one.Victims.Count;
            foreach (var rings in new[] { 2, 3, 4 })
            {
                using var several = new SplitReplay(rings, (ulong)random.NextInt64());
                several.Run(path);
                wrong.AddRange(Differences(one, several).Select(d => $"{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileName(path)}, {rings} rings: {d}"));
            }
        }

        output.WriteLine($"{files} files, {incidents} incidents");
        foreach (var line in wrong) output.WriteLine(line);
        wrong.ShouldBeEmpty();
    }

    private static IEnumerable<string> Differences(SplitReplay one, SplitReplay several)
    {
        foreach (var address in one.Verdicts.Keys.Union(several.Verdicts.Keys))
        {
            var (a, b) = (one.Verdicts.GetValueOrDefault(address, "not judged"), several.Verdicts.GetValueOrDefault(address, "not judged"));
            if (a != b) yield return $"{address}: one says {a}, several say {b}";
        }

        foreach (var difference in Pairs(one.Evidence, several.Evidence, e => (e.Source, e.Kind, e.Technique), e => e.FirstSeen, Alike)) yield return difference;
        foreach (var difference in Pairs(one.Victims, several.Victims, v => (v.Target, v.Kind, v.Technique, v.Port, v.Mac), v => v.FirstSeen, Alike)) yield return difference;
    }

    // Incidents of one key follow each other in time, on one ring as on several.
    private static IEnumerable<string> Pairs<T, TKey>(IEnumerable<T> one, IEnumerable<T> several, Func<T, TKey> key, Func<T, DateTimeOffset> first, Func<T, T, bool> alike)
        where TKey : notnull
    {
        var (left, right) = (one.ToLookup(key), several.ToLookup(key));
        foreach (var name in left.Select(g => g.Key).Union(right.Select(g => g.Key)))
        {
            var (a, b) = (left[name].OrderBy(first).ToArray(), right[name].OrderBy(first).ToArray());
            if (a.Length != b.Length || !a.Zip(b).All(p => alike(p.First, p.Second))) yield return $"one says {string.Join("; ", a)} | several say {string.Join("; ", b)}";
        }
    }

    private static bool Alike(EvidenceItem one, EvidenceItem other) =>
        Near(one.Count, other.Count, IsRate(one.Kind) ? 0.01 : 0) && one.Ports == other.Ports && TargetsAlike(one, other) && one.Verified == other.Verified
        && one.Severity == other.Severity && Alike(one.Conversation, other.Conversation) && Near(one.FirstSeen, other.FirstSeen) && Near(one.LastSeen, other.LastSeen);

    // A detector that does not count targets says one; so each ring says one.
    private static bool TargetsAlike(EvidenceItem one, EvidenceItem other) => one.Targets == other.Targets || (one is { Kind: EvidenceKind.Malformed, Targets: 1 } && other.Targets <= 4);

    private static bool Alike(Conversation? one, Conversation? other) =>
        one is null || other is null ? one == other : Near(one.Began, other.Began) && Near(one.LastData, other.LastData);

    private static bool Alike(VictimIncident one, VictimIncident other) =>
        Near(one.Packets, other.Packets, IsRate(one.Kind) ? 0.01 : 0) && Near(one.Sources, other.Sources, one.Sources > 100 ? 0.03 : 0)
        && Near(one.FirstSeen, other.FirstSeen) && Near(one.LastSeen, other.LastSeen);

    // Where a flood's seconds begin depends on the order in which packets of the same moment are counted.
    private static bool IsRate(EvidenceKind kind) =>
        kind is EvidenceKind.SynFlood or EvidenceKind.UdpFlood or EvidenceKind.IcmpFlood or EvidenceKind.AckFlood or EvidenceKind.Amplification;

    private static bool Near(long one, long other, double part) => Math.Abs(one - other) <= part * one;

    // Told a drain earlier or later; an incident that has weighed all it can is told once a second.
    private static bool Near(DateTimeOffset one, DateTimeOffset other) => (one - other).Duration() <= TimeSpan.FromSeconds(5);

    internal static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Tegument.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("Tegument.sln is in no folder above the tests");
    }
}
