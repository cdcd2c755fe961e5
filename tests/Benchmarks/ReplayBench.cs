using System.Diagnostics;
using System.Globalization;
using Tegument.Contracts.Posture;
using Tegument.Sensor.Replay;
using Tegument.Tests.Support;

namespace Tegument.Benchmarks;

/// <summary>
/// Packets a second through the whole replay, one thread, against readers that are installed, on the same file, turn by turn; the median
/// of the turns. Peers run as processes and pay for their start as they do for a user. Ours runs in this process: the first run, in which
/// the runtime still compiles, is a line of its own, and the turns begin when it has compiled what it will.
/// </summary>
public sealed class ReplayBench(string path, int packets, int turns)
{
    // Hot methods are compiled three times: as shipped, watched, and for what was seen.
    private const int WarmUp = 4;
    private static readonly (string Name, string[] Arguments, double Budget)[] s_peers =
    [
        ("tcpdump", ["-nr", "{0}", "--count"], 0.5),
        ("p0f", ["-r", "{0}"], 10),
        ("ndpiReader", ["-i", "{0}", "-q"], 50),
    ];

    public IEnumerable<Measurement> Run()
    {
        var first = Ours();
        for (var run = 0; run < WarmUp; run++) Ours();
        var ours = new List<double>();
        var theirs = s_peers.ToDictionary(p => p.Name, _ => new List<double>());
        for (var turn = 0; turn < turns; turn++)
        {
            ours.Add(Ours());
            foreach (var (name, arguments, _) in s_peers)
                if (Requires.Find(name) is not null) theirs[name].Add(Peer(name, arguments));
        }

        yield return new Measurement("replay, packets/s, first run of a process", Text(first), Text(Median(ours)), Math.Round(first / Median(ours), 3), "-", null);
        foreach (var (name, _, budget) in s_peers)
        {
            var what = $"replay, packets/s, against {name}";
            if (theirs[name].Count == 0)
            {
                yield return new Measurement(what, Text(Median(ours)), "not installed", null, Budget(budget), null);
                continue;
            }

            var ratio = Median(ours) / Median(theirs[name]);
            yield return new Measurement(what, Text(Median(ours)), Text(Median(theirs[name])), Math.Round(ratio, 3), Budget(budget), ratio >= budget);
        }
    }

    private double Ours() => new ReplayRun(new ReplayOptions(path, PostureLevel.Balanced, [])).Run(null, CancellationToken.None).Summary.PacketsPerSecond;

    private double Peer(string name, string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        Programs.Run([name, .. arguments.Select(a => a == "{0}" ? path : a)], TimeSpan.FromMinutes(5));
        return packets / watch.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Text(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Budget(double times) => string.Create(CultureInfo.InvariantCulture, $">= {times} x");
}
