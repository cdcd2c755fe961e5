using System.Globalization;
using System.Text.Json;
using Tegument.Benchmarks;
using Tegument.Benchmarks.Live;
using Tegument.Benchmarks.Silo;

// ./tegument bench [--json] [--turns N] [--only memory|replay|live|silo|grains|fanout|evidence|ledger]: every figure beside a peer or a limit of the same run.
if (args is [SensorProcess.Verb, var device, var threads]) return SensorProcess.Run(device, threads);
const int packets = 3_000_000;
const int flood = 10_000_000;
const int live = 500_000;
var json = args.Contains("--json");
var turns = 5;
if (Array.IndexOf(args, "--turns") is >= 0 and var at && (at + 1 >= args.Length || !int.TryParse(args[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out turns) || turns is < 1 or > 100))
{
    Console.Error.WriteLine("tegument: --turns: expected 1 to 100");
    return 2;
}

var only = Array.IndexOf(args, "--only") is >= 0 and var named ? args.ElementAtOrDefault(named + 1) : null;
if (Array.IndexOf(args, "--only") >= 0 && only is not ("memory" or "replay" or "live" or "silo" or "grains" or "fanout" or "evidence" or "ledger"))
{
    Console.Error.WriteLine("tegument: --only: expected memory, replay, live, silo (grains, fanout and evidence), grains, fanout, evidence or ledger");
    return 2;
}

var results = new List<Measurement>();
if (only is null or "memory")
{
    Console.Error.WriteLine("memory under a flood");
    results.AddRange(new FloodBench(flood).Run());
}

if (only is null or "replay")
{
    var path = Capture(packets);
    Console.Error.WriteLine($"replay against peers, {turns} turns");
    results.AddRange(new ReplayBench(path, packets, turns).Run());
}

if (only is null or "live")
{
    var path = Capture(live);
    Console.Error.WriteLine($"live next to tcpdump, {turns} turns");
    results.AddRange(new LiveBench(path, live, 3 * live, turns).Run());
}

if (only is null or "silo" or "grains")
{
    Console.Error.WriteLine("the silo's grains");
    results.AddRange(await new GrainBench(grains: 100_000, calls: 8_000_000).Run());
}

if (only is null or "silo" or "fanout")
{
    Console.Error.WriteLine("a ban on its way to many executors");
    results.AddRange(await new FanOutBench(executors: 500, bans: 100).Run());
}

if (only is null or "silo" or "evidence")
{
    Console.Error.WriteLine("evidence through the silo");
    results.AddRange(await new EvidenceBench(sources: 100_000, visits: 40).Run());
}

if (only is null or "ledger")
{
    Console.Error.WriteLine("a ledger of a million bans");
    results.AddRange(await new LedgerBench(1_000_000).Run());
}

if (!json) Console.WriteLine($"{"what",-48} {"ours",14} {"against",14} {"ratio",8} {"budget",10}  met");
foreach (var result in results)
{
    Console.WriteLine(json
        ? JsonSerializer.Serialize(result, MeasurementJson.Default.Measurement)
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{result.What,-48} {result.Ours,14} {result.Against,14} {result.Ratio?.ToString("0.###", CultureInfo.InvariantCulture) ?? "-",8} {result.Budget,10}  {(result.Met is { } met ? met ? "yes" : "NO" : "-")}"));
}

return 0;

static string Capture(int packets)
{
    var path = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"tegument-bench-{packets}-seed1.pcap"));
    Console.Error.WriteLine($"building {path}");
    new MixedCapture(path, packets).Write();
    return path;
}
