using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Storage;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Link;
using Tegument.Gateway.Tests.Support;
using Tegument.Silo;
using Tegument.Silo.Bans;
using Tegument.Silo.Host.Gateway.Link;
using Tegument.Silo.Hosting;
using Tegument.Silo.Ingest;

namespace Tegument.Gateway.Tests.Link;

public sealed class BatchLaneTests : IAsyncLifetime
{
    private readonly FlakyGrainStorage _states = new();
    private readonly ConcurrentQueue<LinkFrame> _sent = new();
    private readonly LinkCounters _counters = new();
    private readonly CancellationTokenSource _life = new();
    private readonly ServiceProvider _services;
    private readonly SetAside _aside;
    private readonly BatchLane _lane;
    private readonly Task _running;

    public BatchLaneTests()
    {
        _services = new ServiceCollection()
            .AddSingleton<IBanStore, MemoryBanStore>()
            .AddKeyedSingleton<IGrainStorage>(StateStorage.Name, _states)
            .AddTegumentGrains()
            .AddEmbeddedGrains()
            .BuildServiceProvider();
        var ingest = _services.GetRequiredService<EvidenceIngest>();
        _aside = new SetAside(ingest, _counters, TimeProvider.System, NullLogger<SetAside>.Instance);
        _lane = new BatchLane(ingest, _aside, _counters, Post, NullLogger.Instance);
        _running = _lane.Run(_life.Token);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _life.CancelAsync();
        await _running.ContinueWith(_ => { }, TaskScheduler.Default);
        _life.Dispose();
        _aside.Dispose();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task What_fails_for_a_while_for_whatever_reason_is_taken_in_the_end_and_told_once()
    {
        var failures = 0;
        _states.Failure = _ => ++failures <= BatchLane.FailuresBeforeSingly + 3 ? new InvalidOperationException("a moment, please") : null;
        await _lane.Put(Given.Scan("web1", "run", 1, "203.0.113.9"), default);
        var ack = await Ack(1);
        ack.Refusal.ShouldBeNull();
        _sent.OfType<ErrorFrame>().ShouldHaveSingleItem().Message.ShouldBe("batch 1 waits: the silo failed on it");
        _counters.Refused.ShouldBe(0);
        _counters.Failures.ShouldBeGreaterThan(BatchLane.FailuresBeforeSingly - 1);
        (_aside.Count, await Banned()).ShouldBe((0, "203.0.113.9"));
    }

    [Fact]
    public async Task One_poisoned_source_is_set_aside_and_holds_up_neither_its_batch_nor_the_next()
    {
        _states.Failure = key => key == "203.0.113.66" ? new InvalidOperationException("poison") : null;
        await _lane.Put(Given.Scan("web1", "run", 1, "203.0.113.66", "203.0.113.9"), default);
        await _lane.Put(Given.Scan("web1", "run", 2, "203.0.113.10"), default);
        (await Ack(1)).Refusal.ShouldBeNull();
        (await Ack(2)).Refusal.ShouldBeNull();
        (_aside.Count, await Banned()).ShouldBe((1, "203.0.113.9 203.0.113.10"));

        await _aside.TryAgain();
        _aside.Count.ShouldBe(1, "it is kept for as long as it fails");
        _states.Failure = _ => null;
        await _aside.TryAgain();
        (_aside.Count, await Banned()).ShouldBe((0, "203.0.113.9 203.0.113.10 203.0.113.66"));
    }

    [Fact]
    public async Task A_batch_that_is_nothing_but_poison_does_not_hold_the_next()
    {
        _states.Failure = key => key == "203.0.113.66" ? new InvalidOperationException("poison") : null;
        await _lane.Put(Given.Scan("web1", "run", 1, "203.0.113.66"), default);
        await _lane.Put(Given.Scan("web1", "run", 2, "203.0.113.10"), default);
        await Ack(2);
        _sent.OfType<AckFrame>().Select(ack => ack.Sequence).ShouldBe([1, 2]);
        _aside.Count.ShouldBe(1);
    }

    private bool Post(LinkFrame frame)
    {
        _sent.Enqueue(frame);
        return true;
    }

    private Task<AckFrame> Ack(long sequence) =>
        Eventually.Get(() => Task.FromResult(_sent.OfType<AckFrame>().FirstOrDefault(ack => ack.Sequence == sequence)), $"the ack of batch {sequence}");

    private async Task<string> Banned()
    {
        var ledger = _services.GetRequiredService<IGrainFactory>().GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key);
        return string.Join(' ', (await ledger.List(new BanQuery())).Bans.Select(ban => ban.Prefix));
    }
}
