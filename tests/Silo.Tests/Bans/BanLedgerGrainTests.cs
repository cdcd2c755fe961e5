using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Silo.Tests.Support;

namespace Tegument.Silo.Tests.Bans;

public sealed class BanLedgerGrainTests : IAsyncDisposable
{
    private readonly TestSilo _silo = new();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task A_ban_survives_a_silo_that_is_killed_and_ends_on_time()
    {
        await Ban("203.0.113.1");
        var position = (await _silo.Ledger.Since(null)).Position;
        _silo.Time.Advance(TimeSpan.FromMinutes(4));

        await using var next = new TestSilo(before: _silo);
        var delta = await next.Ledger.Since(null);
        delta.Position.ShouldBe(position);
        delta.Entries.ShouldHaveSingleItem().SecondsLeft.ShouldBe(360);
        next.Time.Advance(TimeSpan.FromMinutes(6));
        (await next.Ledger.Since(null)).Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task After_a_restart_the_same_position_is_still_known_and_an_older_one_is_not()
    {
        await Ban("203.0.113.1");
        var old = (await _silo.Ledger.Since(null)).Position;
        await Ban("203.0.113.2");
        var current = (await _silo.Ledger.Since(null)).Position;

        await using var next = new TestSilo(before: _silo);
        (await next.Ledger.Since(current)).ShouldSatisfyAllConditions(d => d.IsSnapshot.ShouldBeFalse(), d => d.Entries.ShouldBeEmpty());
        (await next.Ledger.Since(old)).IsSnapshot.ShouldBeTrue();
    }

    [Fact]
    public async Task A_failed_commit_throws_and_changes_nothing()
    {
        await Ban("203.0.113.1");
        var before = await _silo.Ledger.Since(null);
        _silo.Bans.Failure = new IOException("disk full");
        await Should.ThrowAsync<IOException>(() => Ban("203.0.113.2"));
        await Should.ThrowAsync<IOException>(() => _silo.Ledger.Unban(IpPrefix.Parse("203.0.113.1"), null, "op", "mistake"));
        await Should.ThrowAsync<IOException>(() => _silo.Ledger.EndAutomaticBelow(null, "op", "calm").ContinueWith(
            _ => Ban("203.0.113.3"), TaskScheduler.Default).Unwrap());
        (await _silo.Ledger.Since(null)).ShouldBeEquivalentTo(before);

        _silo.Bans.Failure = null;
        (await Ban("203.0.113.2")).Ban!.Revision.ShouldBe(2);
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_found_by_loading_again()
    {
        await Ban("203.0.113.1");
        _silo.Bans.Failure = new TimeoutException("no answer");
        _silo.Bans.FailsAfterCommit = true;
        await Should.ThrowAsync<TimeoutException>(() => Ban("203.0.113.2"));
        _silo.Bans.Failure = null;
        (await _silo.Banned()).ShouldBe(["203.0.113.1", "203.0.113.2"]);
        (await Ban("203.0.113.3")).Ban!.Revision.ShouldBe(3);
    }

    [Fact]
    public async Task Subscribers_are_told_after_each_commit_until_they_leave()
    {
        var listener = new Listener();
        var reference = _silo.Get<IGrainFactory>().CreateObjectReference<IBanObserver>(listener);
        (await _silo.Ledger.Subscribe(reference)).Revision.ShouldBe(0);
        await Ban("203.0.113.1");
        await Ban("127.0.0.1");
        await _silo.Ledger.Unban(IpPrefix.Parse("203.0.113.1"), null, "op", "mistake");
        listener.Revisions.ShouldBe([1, 2]);
        await _silo.Ledger.Unsubscribe(reference);
        await Ban("203.0.113.2");
        listener.Revisions.ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_subscriber_that_does_not_renew_is_forgotten()
    {
        var listener = new Listener();
        await _silo.Ledger.Subscribe(_silo.Get<IGrainFactory>().CreateObjectReference<IBanObserver>(listener));
        _silo.Time.Advance(TimeSpan.FromMinutes(4));
        await Ban("203.0.113.1");
        listener.Revisions.ShouldBeEmpty();
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task Ended_bans_are_purged_from_the_store()
    {
        await Ban("203.0.113.1");
        _silo.Time.Advance(TimeSpan.FromMinutes(9));
        _silo.Bans.Purges.ShouldBe(0);
        _silo.Time.Advance(TimeSpan.FromMinutes(2));
        _silo.Bans.Purges.ShouldBe(1);
    }

    private async Task<BanOutcome> Ban(string prefix) =>
        (await _silo.Ledger.Ban([new BanRequest(IpPrefix.Parse(prefix), BanOrigin.Manual, "op", "test", TimeSpan.FromMinutes(10))])).Single();

    private sealed class Listener : IBanObserver
    {
        public List<long> Revisions { get; } = [];

        public void Moved(LedgerPosition position) => Revisions.Add(position.Revision);
    }
}
