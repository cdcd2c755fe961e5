using Microsoft.Extensions.Logging.Abstractions;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Posture;
using Tegument.Sensor.Enforce;
using Tegument.Sensor.Enforce.Protect;
using Tegument.Sensor.Native.Nftables;

namespace Tegument.Sensor.Tests.Enforce;

public sealed class ExecutorTests : IDisposable
{
    private static readonly ProtectionCheck NoProtection = new(Protection.None);
    private static readonly Guid Boot = Guid.NewGuid();
    private readonly EnforcementClock _clock = new(BootTimeProvider.Instance);
    private readonly string _folder = Directory.CreateTempSubdirectory("tegument-executor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_delta_is_applied_and_proven()
    {
        using var executor = Start();
        executor.Submit(Bans.Snapshot(1, ("192.0.2.1", 600)));
        executor.Submit(Bans.Delta(2, ("192.0.2.2", 600)));
        Eventually(() => executor.Status is { Held: 2, Decided: 2, Stale: null, Applied.Revision: 2 });
        executor.Status.Enforcing.ShouldBeFalse();
        executor.Status.Enforced.ShouldBe(0, "dry run enforces nothing");
    }

    [Fact]
    public async Task A_restart_knows_the_bans_before_the_silo_speaks()
    {
        using (var first = Start())
        {
            first.Submit(Bans.Snapshot(7, ("192.0.2.1", 600), ("192.0.2.9", 600)));
            Eventually(() => first.Status.Held == 2);
            first.Submit(Bans.Delta(8, ("192.0.2.9", 0)));
            Eventually(() => first.Status.Held == 1);
        }

        using var second = Start();
        Eventually(() => second.Status.Held == 1);
        second.Status.Applied!.Revision.ShouldBe(8);
        second.Status.SnapshotNeeded.ShouldBeFalse();
        var ban = (await second.Bans(10)).Single();
        ban.Prefix.ShouldBe(Bans.Prefix("192.0.2.1"));
        ban.SecondsLeft.ShouldBeInRange(1, 600);
    }

    [Fact]
    public void A_delta_of_an_unknown_ledger_makes_it_want_a_snapshot()
    {
        using var executor = Create(Dry);
        var pulls = 0;
        executor.PullWanted += () => Interlocked.Increment(ref pulls);
        executor.Start();
        executor.Submit(Bans.Snapshot(1, ("192.0.2.1", 600)));
        Eventually(() => executor.Status.Held == 1);
        executor.Submit(Bans.Delta("restored from a backup", 9, false, ("192.0.2.1", 0)));
        Eventually(() => pulls > 0 && executor.Status is { SnapshotNeeded: true, Applied: null });
        executor.Status.Held.ShouldBe(1, "nothing is lifted on a guess");
    }

    [Fact]
    public void A_backend_that_cannot_be_opened_is_a_named_state_and_loses_nothing()
    {
        var isBroken = true;
        using var executor = Create(() => isBroken ? throw new NftablesException("libnftables.so.1 is not installed") : Dry());
        executor.Start();
        executor.Submit(Bans.Snapshot(1, ("192.0.2.1", 600)));
        Eventually(() => executor.Status is { Backend: "none", Decided: 1 });
        executor.Status.Stale.ShouldBe("libnftables.so.1 is not installed");
        isBroken = false;
        executor.Prove();
        Eventually(() => executor.Status is { Held: 1, Stale: null });
    }

    [Fact]
    public void A_backend_that_fails_unexpectedly_does_not_end_the_executor()
    {
        var isBroken = true;
        using var executor = Create(() => isBroken ? throw new InvalidOperationException("surprise") : Dry());
        executor.Start();
        Eventually(() => executor.Status.Stale == "internal error: surprise");
        isBroken = false;
        executor.Submit(Bans.Snapshot(1, ("192.0.2.1", 600)));
        Eventually(() => executor.Status is { Held: 1, Stale: null });
    }

    [Fact]
    public async Task A_flush_makes_the_host_observe_only_for_good()
    {
        using (var executor = Start())
        {
            (await executor.Flush("alice", "too many calls")).Error.ShouldBeNull();
            executor.Status.ObserveOnly.ShouldBeTrue();
        }

        var marker = new ObserveOnlyMarker(_folder);
        File.ReadAllText(marker.Path).ShouldContain("alice: too many calls");
        var opened = 0;
        using var next = Create(() =>
        {
            opened++;
            throw new NftablesException("must not be needed");
        });
        next.Start();
        Eventually(() => next.Status is { ObserveOnly: true, Backend: "dry-run", Stale: null });
        opened.ShouldBe(1, "only to remove what an enforcing run may have left");
        marker.Remove().ShouldBeNull();
    }

    [Fact]
    public void A_lockdown_runs_out_by_itself_and_a_restart_neither_lengthens_nor_revives_it()
    {
        var time = new ManualTime();
        var order = new LockdownOrder("5@1", false, 60, [], [], [], 7);
        using (var first = Create(Dry, new EnforcementClock(time)))
        {
            first.Start();
            first.Lockdown(order);
            Eventually(() => first.Status.Lockdown is { Phase: LockdownPhase.Armed, Order: "5@1", Lists: 7, Fault: null });
            time.Advance(TimeSpan.FromSeconds(50));
        }

        using (var second = Create(Dry, new EnforcementClock(time)))
        {
            second.Start();
            Eventually(() => second.Status.Lockdown is { Phase: LockdownPhase.Armed, SecondsLeft: <= 10 });
            second.Lockdown(order);
            time.Advance(TimeSpan.FromSeconds(10));
            Eventually(() => second.Status.Lockdown is { Phase: LockdownPhase.Off, Order: "5@1" });
        }

        using var third = Create(Dry, new EnforcementClock(time));
        third.Start();
        third.Lockdown(order);
        third.Prove();
        Eventually(() => third.Status is { Lockdown: { Phase: LockdownPhase.Off, Order: "5@1" }, Proofs: > 0 });
    }

    [Fact]
    public void A_reboot_opens_and_a_damaged_file_counts_as_open()
    {
        using (var first = Start())
        {
            first.Lockdown(new LockdownOrder("5@1", true, null, [], [], [], 7));
            Eventually(() => first.Status.Lockdown is { Phase: LockdownPhase.Confirmed, SecondsLeft: null });
        }

        using (var rebooted = Create(Dry, boot: Guid.NewGuid()))
        {
            rebooted.Start();
            Eventually(() => rebooted.Status is { Lockdown.Phase: LockdownPhase.Off, Proofs: > 0 });
        }

        File.WriteAllText(Path.Combine(_folder, "lockdown.state"), "{");
        using var last = Start();
        Eventually(() => last.Status is { Lockdown: { Phase: LockdownPhase.Off, Fault: not null }, Proofs: > 0 });
    }

    [Fact]
    public void Absurd_options_are_refused_by_name()
    {
        var options = new ExecutorOptions { DataDirectory = _folder };
        Should.Throw<ArgumentException>(() => (options with { ProofPeriod = TimeSpan.Zero }).Validated()).Message.ShouldContain("ProofPeriod");
        Should.Throw<ArgumentException>(() => (options with { SetCapacity = 0 }).Validated()).Message.ShouldContain("SetCapacity");
        Should.Throw<ArgumentException>(() => (options with { MaxBans = -1 }).Validated()).Message.ShouldContain("MaxBans");
    }

    private static void Eventually(Func<bool> condition)
    {
        var deadline = Environment.TickCount64 + 30_000;
        while (!condition())
        {
            if (Environment.TickCount64 > deadline) throw new TimeoutException("did not come true");
            Thread.Sleep(10);
        }
    }

    private DryRunBackend Dry() => new(_clock);

    private Executor Start()
    {
        var executor = Create(Dry);
        executor.Start();
        return executor;
    }

    private Executor Create(Func<IEnforcementBackend> open, EnforcementClock? clock = null, Guid? boot = null) =>
        new(new ExecutorOptions { DataDirectory = _folder }, open, () => NoProtection, boot ?? Boot, clock ?? _clock, NullLogger<Executor>.Instance);
}
