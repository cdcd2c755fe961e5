using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Contracts.Link;
using Tegument.Contracts.Wire;

namespace Tegument.Benchmarks.Silo;

/// <summary>
/// A ledger of a million bans in the real silo: making them, starting with them, what they hold in memory, what an executor is sent, and
/// how fast pages of them come over REST.
/// </summary>
public sealed class LedgerBench(int bans)
{
    private const int Commit = 10_000;
    private const int Calls = 40;
    private const double PageLimitMs = 20;

    /// <summary>Pages until the runtime has compiled what makes them for good.</summary>
    private const int WarmUp = 120;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    private readonly List<Measurement> _rows = [];

    public async Task<IReadOnlyList<Measurement>> Run()
    {
        var empty = await BenchSilo.Start();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        for (var from = 0; from < bans; from += Commit) await Ledger(empty).Ban(Requests(from));
        Add($"{bans:N0} bans made, {Commit:N0} a commit", $"{bans / watch.Elapsed.TotalSeconds:N0}/s");

        // Made anew from the disk, as after a crash.
        var (silo, took) = await empty.Restart();
        await using var _ = silo;
        var held = await Ledger(silo).List(new BanQuery(1));
        Add($"start of a silo with {held.Total:N0} bans", $"{took.TotalSeconds:0.00} s");
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / held.Total;
        Add("memory per ban", $"{bytes} B", "256 B", bytes / 256.0, "<= 1 x");
        await Pages(silo);
        await Changes(silo);
        var alone = Directory.CreateTempSubdirectory("tegument-bench-");
        await Occupied(alone.FullName, "no bans");
        alone.Delete(recursive: true);
        await Occupied(await silo.Leave(), $"{bans:N0} bans");
        return _rows;
    }

    /// <summary>What a silo process occupies on this data, before and after it has served one executor.</summary>
    private async Task Occupied(string data, string with)
    {
        using var silo = await SiloProcess.Start(data);
        await Task.Delay(Settling); // The collector gives back what the load took.
        Add($"resident memory of a silo process with {with}", Megabytes(silo.Resident));
        await using (var link = await TegumentLink.ConnectAsync(silo.Agent, new HelloFrame("bench", "bench", ["enforce"])))
        {
            await link.SendAsync(new PullFrame(null));
            while (await link.ReceiveAsync() is not DeltaFrame)
            {
            }
        }

        await Task.Delay(Settling);
        Add("the same, a snapshot for one executor later", $"{Megabytes(silo.Resident)}, at most {Megabytes(silo.Peak)}");
    }

    private async Task Pages(BenchSilo silo)
    {
        using var client = new TegumentClient(silo.Agent);
        for (var i = 0; i < WarmUp; i++) await client.BansAsync(new BanFilter(1000, Sort: (BanSort)(i % 4)));
        foreach (var sort in Enum.GetValues<BanSort>())
        {
            await Page(client, $"page of 1,000 by {WireName.Of(sort)}", new BanFilter(1000, Sort: sort));
            await Page(client, $"page of 1,000 by {WireName.Of(sort)}, backwards", new BanFilter(1000, Sort: sort, Descending: true));
        }

        await Page(client, "page of 1,000 inside a network, by score", new BanFilter(1000, Sort: BanSort.Score, Within: IpPrefix.Parse("11.4.0.0/16")));
        await Page(client, "page of 1,000 of two origins, by end", new BanFilter(1000, Sort: BanSort.Expires, Origins: [BanOrigin.Automatic, BanOrigin.Manual]));
        await Page(client, "a search for what no reason holds", new BanFilter(1000, Text: "no such words"));
        await Page(client, "a jump to an address", new BanFilter(100, Jump: IpKey.Parse("11.9.7.5")));
        await Timed("status", () => client.StatusAsync(), PageLimitMs);
    }

    // Beginning and middle: every other call goes on where the last page ended.
    private async Task Page(TegumentClient client, string what, BanFilter filter)
    {
        var at = filter;
        await Timed(what, async () =>
        {
            var page = await client.BansAsync(at);
            at = page.Next is null ? filter : filter with { After = page.Next, Jump = null };
        }, PageLimitMs);
    }

    private async Task Changes(BenchSilo silo)
    {
        var ledger = Ledger(silo);
        var position = (await ledger.Since(new LedgerPosition("none", 0, 0))).Position;
        var next = bans;
        await Timed("one ban more, committed", async () => await ledger.Ban([Request(next++)]), null);
        await Timed("the change since, for one executor", () => ledger.Since(position), null);
        var change = new DeltaFrame(await ledger.Since(position));
        Add($"the change since, {change.Delta.Entries.Length} bans on the wire", Size(change));
        var watch = Stopwatch.StartNew();
        var snapshot = new DeltaFrame(await ledger.Since(null));
        Add($"a snapshot of {snapshot.Delta.Entries.Length:N0} made", $"{watch.Elapsed.TotalMilliseconds:N0} ms");
        Add("a snapshot on the wire", Size(snapshot));
    }

    private async Task Timed(string what, Func<Task> call, double? limitMs)
    {
        for (var i = 0; i < 3; i++) await call();
        var times = new double[Calls];
        for (var i = 0; i < Calls; i++)
        {
            var watch = Stopwatch.StartNew();
            await call();
            times[i] = watch.Elapsed.TotalMilliseconds;
        }

        Array.Sort(times);
        var (median, high) = (times[Calls / 2], times[Calls * 95 / 100]);
        if (limitMs is { } limit) Add(what, $"{median:0.0} (p95 {high:0.0}) ms", $"{limit:0} ms", high / limit, "<= 1 x");
        else Add(what, $"{median:0.00} (p95 {high:0.00}) ms");
    }

    private void Add(string what, string ours, string against = "-", double? ratio = null, string budget = "-") =>
        _rows.Add(new Measurement($"ledger, {what}", ours, against, ratio is { } r ? Math.Round(r, 3) : null, budget, ratio is { } met ? met <= 1 : null));

    private BanRequest[] Requests(int from)
    {
        var requests = new BanRequest[Math.Min(Commit, bans - from)];
        for (var i = 0; i < requests.Length; i++) requests[i] = Request(from + i);
        return requests;
    }

    /// <summary>Six in ten of feeds, three automatic with a reason of their own, one a person's; one in fifty is a network, one in ten IPv6.</summary>
    private static BanRequest Request(int number)
    {
        // A stride that is odd visits every address once, in an order that no cache foresees.
        var place = (uint)(number * 2_654_435_761L & 0x3F_FFFF);
        var address = number % 10 == 3 ? new IpKey(0x2A01_0000_0000_0000UL + place, 0) : IpKey.FromIPv4(0x0B00_0000u + (place << 3));
        var prefix = number % 10 == 3 ? new IpPrefix(address, 64) : number % 50 == 1 ? new IpPrefix(address, 29) : IpPrefix.Of(address);
        var (origin, actor, reason) = (number % 10) switch
        {
            < 6 => (BanOrigin.Feed, $"feed {number % 7}", $"listed by feed {number % 7}"),
            < 9 => (BanOrigin.Automatic, "reputation", string.Create(CultureInfo.InvariantCulture, $"score {100 + (number % 900)} of 100: port-scan syn on {number % 97} ports by web{number % 13}")),
            _ => (BanOrigin.Manual, "operator (1a2b3c4d)", $"ticket {number % 1000}"),
        };
        return new BanRequest(prefix, origin, actor, reason, TimeSpan.FromSeconds(86_400 + (number % 500_000)), origin == BanOrigin.Automatic ? 100 + (number % 900) : 0);
    }

    private static string Megabytes(long bytes) => $"{bytes / 1_048_576:N0} MB";

    private static string Size(DeltaFrame frame) => string.Create(
        CultureInfo.InvariantCulture, $"{JsonSerializer.SerializeToUtf8Bytes<LinkFrame>(frame, LinkJson.Default.LinkFrame).Length / 1024.0:N1} KB");

    private static IBanLedgerGrain Ledger(BenchSilo silo) => silo.Get<IGrainFactory>().GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key);
}
