using Tegument.Sensor.Enforce;

namespace Tegument.Sensor.Tests.Enforce;

public sealed class ReconcilerTests
{
    private readonly ManualTime _time = new();
    private readonly EnforcementClock _clock;
    private readonly DesiredBans _desired = new(1000, 1000);
    private readonly DryRunBackend _backend;
    private readonly Reconciler _reconciler;

    public ReconcilerTests()
    {
        _clock = new EnforcementClock(_time);
        _backend = new DryRunBackend(_clock);
        _reconciler = new Reconciler(_desired, _clock);
    }

    [Fact]
    public void What_was_committed_is_found_by_the_proof()
    {
        Take(Bans.Snapshot(1, ("192.0.2.1", 60), ("198.51.100.0/24", 60)));
        _reconciler.Prove(_backend).ShouldBe(ProofOutcome.Clean);
        _reconciler.Held.ShouldBe(2);
        _reconciler.WantedAtProof.ShouldBe(2);
        _reconciler.Stale.ShouldBeNull();
    }

    [Fact]
    public void What_vanished_returns_and_what_nobody_decided_goes()
    {
        Take(Bans.Snapshot(1, ("192.0.2.1", 60), ("192.0.2.2", 60)));
        _backend.Apply([Change("192.0.2.1", BanChangeKind.Remove), Change("203.0.113.5", BanChangeKind.Add, 60)]);
        _reconciler.Prove(_backend).ShouldBe(ProofOutcome.Repaired);
        _reconciler.LastRepair!.Missing.ShouldBe(1);
        _reconciler.LastRepair.Unwanted.ShouldBe(1);
        Held().ShouldBe(["192.0.2.1", "192.0.2.2"]);
        _reconciler.Held.ShouldBe(2);
        _reconciler.Repaired.ShouldBe(2);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(90)]
    public void A_timeout_that_would_end_early_or_late_is_put_right(double seconds)
    {
        Take(Bans.Snapshot(1, ("192.0.2.1", 60)));
        _backend.Apply([Change("192.0.2.1", BanChangeKind.Refresh, seconds)]);
        _reconciler.Prove(_backend).ShouldBe(ProofOutcome.Repaired);
        _reconciler.LastRepair!.Mistimed.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(59));
        Held().ShouldBe(["192.0.2.1"]);
        _time.Advance(TimeSpan.FromSeconds(2));
        Held().ShouldBeEmpty();
    }

    [Fact]
    public void A_ban_ends_by_the_backends_own_timeout_and_is_then_no_longer_decided()
    {
        Take(Bans.Snapshot(1, ("192.0.2.1", 60)));
        _time.Advance(TimeSpan.FromSeconds(61));
        _reconciler.Prove(_backend).ShouldBe(ProofOutcome.Clean);
        _desired.Wanted.ShouldBe(0);
        _reconciler.Stale.ShouldBeNull();
    }

    [Fact]
    public void Before_any_ledger_has_spoken_what_the_kernel_holds_is_kept()
    {
        _backend.Apply([Change("203.0.113.5", BanChangeKind.Add, 60), Change("127.0.0.1", BanChangeKind.Add, 60)]);
        _reconciler.Prove(_backend).ShouldBe(ProofOutcome.Repaired, "loopback must go whoever put it there");
        Held().ShouldBe(["203.0.113.5"]);

        Take(Bans.Snapshot(1, ("192.0.2.1", 60)));
        _reconciler.Prove(_backend);
        Held().ShouldBe(["192.0.2.1"], "the snapshot is all there is");
    }

    private void Take(Contracts.Bans.BanDelta delta)
    {
        _desired.Apply(delta.ToChange(_clock.NowMs), _clock.NowMs, _reconciler.Changes);
        _reconciler.Commit(_backend);
    }

    private BanChange Change(string prefix, BanChangeKind kind, double seconds = 0) => new(Bans.Prefix(prefix), kind, _clock.NowMs + (long)(seconds * 1000));

    private string[] Held()
    {
        var held = new HeldBans();
        _backend.ReadBack(held);
        return [.. held.Prefixes.Order(StringComparer.Ordinal)];
    }

    private sealed class HeldBans : IHeldBanVisitor
    {
        public List<string> Prefixes { get; } = [];

        public void Visit(Contracts.Addresses.IpPrefix prefix, long? remainingMs, long packets) => Prefixes.Add(prefix.ToString());
    }
}
