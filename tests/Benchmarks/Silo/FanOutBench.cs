using System.Diagnostics;
using System.Globalization;
using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Benchmarks.Silo;

/// <summary>
/// One ban and many executors on loopback WebSockets: the time from asking the ledger, commit included, until each has had the hint, pulled
/// and holds the delta with the ban. Executors and silo share the processors.
/// </summary>
public sealed class FanOutBench(int executors, int bans)
{
    private const double LimitMs = 100;
    private const int WarmUpBans = 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyList<Measurement>> Run()
    {
        await using var silo = await BenchSilo.Start();
        var ledger = silo.Get<IGrainFactory>().GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key);
        var all = new List<PullingExecutor>();
        for (var i = 0; i < executors; i++) all.Add(await PullingExecutor.Connect(silo.Agent, $"host{i}"));
        var (single, last) = (new List<double>(), new List<double>());
        var next = 0x0B00_0000u;
        await WarmUp.Run(async _ =>
        {
            for (var i = 0; i < WarmUpBans; i++) await Ban(ledger, all, next++);
        });
        for (var i = 0; i < bans; i++)
        {
            var times = await Ban(ledger, all, next++);
            single.AddRange(times);
            last.Add(times.Max());
        }

        foreach (var executor in all) await executor.DisposeAsync();
        var (half, most, slowest) = (At(single, 0.5), At(single, 0.99), At(last, 0.5));
        var what = string.Create(CultureInfo.InvariantCulture, $"silo, a ban at {executors} executors, ms");
        return
        [
            new($"{what}, p99", Text(most), Text(LimitMs), Math.Round(most / LimitMs, 3), "<= 1 x", most <= LimitMs),
            new($"{what}, p50", Text(half), Text(LimitMs), Math.Round(half / LimitMs, 3), "-", null),
            new($"{what}, the last, p50", Text(slowest), Text(LimitMs), Math.Round(slowest / LimitMs, 3), "-", null),
        ];
    }

    // Milliseconds until each executor had it.
    private static async Task<double[]> Ban(IBanLedgerGrain ledger, List<PullingExecutor> all, uint address)
    {
        var prefix = IpPrefix.Of(IpKey.FromIPv4(address));
        var waiting = all.ConvertAll(executor => executor.Sees(prefix));
        var asked = Stopwatch.GetTimestamp();
        await ledger.Ban([new BanRequest(prefix, BanOrigin.Manual, "bench", "fan-out", TimeSpan.FromHours(1))]);
        var seen = await Task.WhenAll(waiting).WaitAsync(s_patience);
        return Array.ConvertAll(seen, at => Stopwatch.GetElapsedTime(asked, at).TotalMilliseconds);
    }

    private static double At(List<double> values, double share) => values.Order().ElementAt((int)(share * (values.Count - 1)));

    private static string Text(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
