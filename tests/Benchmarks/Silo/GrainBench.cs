using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Storage;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Reputation;
using Tegument.Silo;
using Tegument.Silo.Bans;
using Tegument.Silo.Hosting;

namespace Tegument.Benchmarks.Silo;

/// <summary>
/// The embedded grain host by itself, on every processor: calls of grains that are awake, with a reference kept and looked up by key, activations, and the
/// memory of one that is idle. Beside it what Microsoft Orleans 10 took for the same on two cores of this kind, co-hosted.
/// </summary>
public sealed class GrainBench(int grains, int calls)
{
    private const double OrleansActivations = 57_000, OrleansCalls = 620_000, OrleansBytes = 1_760;
    private const double CallLimit = 3_000_000, ByteLimit = 600;
    private readonly string[] _keys = [.. Enumerable.Range(0, grains).Select(i => IpKey.FromIPv4(0x0B00_0000 + (uint)i).ToString())];

    public async Task<IReadOnlyList<Measurement>> Run()
    {
        double activations, rate, kept, bytes;
        await using (var services = Services())
        {
            var factory = services.GetRequiredService<IGrainFactory>();
            for (var i = 0; i < grains; i++) await factory.GetGrain<ICountGrain>($"warm-{i}").Add(1);
            var before = Settled();
            activations = PerSecond(grains, () => Parallel.For(0, Environment.ProcessorCount, part => Wake(factory, part)));
            bytes = (Settled() - before) / (double)grains;
            Call(factory, calls / 4); // Compiles; not before, since it wakes every grain.
            rate = Median(() => Call(factory, calls));
            var references = Array.ConvertAll(_keys, key => factory.GetGrain<ICountGrain>(key));
            Call(references, calls / 4);
            kept = Median(() => Call(references, calls));
        }

        var reputation = await Reputation();
        return
        [
            new("grains, warm calls/s", Number(kept), $"Orleans {Number(OrleansCalls)}", Ratio(kept, OrleansCalls), ">= 3,000,000", kept >= CallLimit),
            new("  each looked up by its key", Number(rate), $"Orleans {Number(OrleansCalls)}", Ratio(rate, OrleansCalls), "-", null),
            new("grains, activations/s", Number(activations), $"Orleans {Number(OrleansActivations)}", Ratio(activations, OrleansActivations), "-", null),
            new("grains, bytes per idle activation", Number(bytes), $"Orleans {Number(OrleansBytes)}", Ratio(bytes, OrleansBytes), "<= 600", bytes <= ByteLimit),
            new("  of a reputation with one incident", Number(reputation), $"Orleans {Number(OrleansBytes)}", Ratio(reputation, OrleansBytes), "<= 1,000", reputation <= 1_000),
        ];
    }

    private void Wake(IGrainFactory factory, int part)
    {
        for (var i = part; i < grains; i += Environment.ProcessorCount) _ = factory.GetGrain<ICountGrain>(_keys[i]).Add(1);
    }

    private void Call(IGrainFactory factory, int count) => Parallel.For(0, Environment.ProcessorCount, part =>
    {
        // Each thread has grains of its own: two that meet at one would measure their waiting.
        var (random, parts) = (new Random(part), Environment.ProcessorCount);
        for (var i = count / parts; i > 0; i--)
        {
            if (!factory.GetGrain<ICountGrain>(_keys[(random.Next(grains / parts) * parts) + part]).Add(1).IsCompletedSuccessfully) throw new InvalidOperationException("a call waited");
        }
    });

    private void Call(ICountGrain[] references, int count) => Parallel.For(0, Environment.ProcessorCount, part =>
    {
        var (random, parts) = (new Random(part), Environment.ProcessorCount);
        for (var i = count / parts; i > 0; i--)
        {
            if (!references[(random.Next(grains / parts) * parts) + part].Add(1).IsCompletedSuccessfully) throw new InvalidOperationException("a call waited");
        }
    });

    private double Median(Action work) => Enumerable.Range(0, 5).Select(_ => PerSecond(calls, work)).Order().ElementAt(2);

    // The reputation as the silo wakes it, with what it remembers; on a storage that holds nothing of it.
    private async Task<double> Reputation()
    {
        await using var services = Services();
        var factory = services.GetRequiredService<IGrainFactory>();
        var now = DateTimeOffset.UtcNow;
        var before = Settled();
        foreach (var key in _keys)
        {
            var item = new EvidenceItem(IpKey.Parse(key), EvidenceKind.PortScan, Techniques.Syn, 1, 1, 1, 1, now, now);
            await factory.GetGrain<IIpReputationGrain>(key).Observe(new SensorEvidence("web1", "run-1", [item]));
        }

        return (Settled() - before) / (double)grains;
    }

    private static ServiceProvider Services() => new ServiceCollection()
        .AddKeyedSingleton<IGrainStorage>(StateStorage.Name, new MemoryGrainStorage())
        .AddSingleton<IBanStore>(new MemoryBanStore())
        .AddTegumentGrains()
        .AddEmbeddedGrains(host =>
        {
            host.Assemblies.Add(typeof(CountGrain).Assembly);
            host.Assemblies.Add(typeof(EmbeddedGrainHost).Assembly);
        })
        .BuildServiceProvider();

    private static long Settled()
    {
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static double PerSecond(int count, Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return count / watch.Elapsed.TotalSeconds;
    }

    private static double Ratio(double ours, double theirs) => Math.Round(ours / theirs, 3);

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
