using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Posture;
using Tegument.Silo.Reputation;
using Tegument.Silo.Tests.Support;

namespace Tegument.Silo.Tests.Posture;

public sealed class PostureGrainTests : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly TestSilo _silo = new();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task A_stricter_posture_judges_all_suspects_at_once()
    {
        await _silo.Take(_silo.Scan("203.0.113.6", 6), _silo.Scan("203.0.113.5", 5), _silo.Scan("203.0.113.1", 1));
        _silo.Time.Advance(TimeSpan.FromSeconds(1));
        await _silo.SetPosture(PostureLevel.Hardened);
        (await _silo.Banned()).ShouldBe(["203.0.113.6"]);
        (await _silo.StandingOf("203.0.113.6")).ShouldBe(Standing.Banned);
        _silo.Get<SuspectIndex>().Keys().ShouldBe(["203.0.113.5"]);
    }

    [Fact]
    public async Task A_looser_posture_ends_what_it_would_not_have_banned_and_forgets_the_score()
    {
        await _silo.SetPosture(PostureLevel.Hardened);
        await _silo.Take(_silo.Scan("203.0.113.6", 6), _silo.Scan("203.0.113.20", 20));
        await Manual("203.0.113.99");
        await _silo.SetPosture(PostureLevel.Balanced);
        (await _silo.Banned()).ShouldBe(["203.0.113.20", "203.0.113.99"]);
        (await _silo.StandingOf("203.0.113.6")).ShouldBe(Standing.Clean);
        (await _silo.Take(_silo.Scan("203.0.113.6", 6))).Bans.ShouldBeEmpty();
    }

    [Fact]
    public async Task Explore_ends_all_automatic_bans_and_no_other()
    {
        await _silo.Take(_silo.Scan("203.0.113.20", 20));
        await Manual("203.0.113.99");
        await _silo.SetPosture(PostureLevel.Explore);
        (await _silo.Banned()).ShouldBe(["203.0.113.99"]);
    }

    [Fact]
    public async Task A_temporary_posture_returns_to_the_one_before_by_itself()
    {
        await _silo.SetPosture(PostureLevel.Hardened, lasts: 10 * Minute);
        await _silo.Take(_silo.Scan("203.0.113.6", 6));
        _silo.Time.Advance(9 * Minute);
        _silo.Get<PostureBoard>().Level.ShouldBe(PostureLevel.Hardened);
        _silo.Time.Advance(Minute);
        _silo.Get<PostureBoard>().Level.ShouldBe(PostureLevel.Balanced);
        (await _silo.Banned()).ShouldBeEmpty();
        (await _silo.Posture.Get()).ShouldSatisfyAllConditions(p => p.Level.ShouldBe(PostureLevel.Balanced), p => p.Version.ShouldBe(3));
    }

    [Fact]
    public async Task Temporary_postures_lie_one_on_another()
    {
        await _silo.SetPosture(PostureLevel.Explore);
        await _silo.SetPosture(PostureLevel.Hardened, 30 * Minute);
        await _silo.SetPosture(PostureLevel.Balanced, 10 * Minute);
        _silo.Time.Advance(10 * Minute);
        (await _silo.Posture.Get()).Level.ShouldBe(PostureLevel.Hardened);
        _silo.Time.Advance(20 * Minute);
        (await _silo.Posture.Get()).Level.ShouldBe(PostureLevel.Explore);
    }

    [Fact]
    public async Task A_posture_survives_a_restart_and_ends_on_time_even_when_nobody_ran()
    {
        await _silo.SetPosture(PostureLevel.Hardened, 10 * Minute);
        await using (var next = new TestSilo(before: _silo))
        {
            await next.Get<SiloRefresh>().Refresh();
            next.Get<PostureBoard>().Level.ShouldBe(PostureLevel.Hardened);
        }

        _silo.Time.Advance(TimeSpan.FromHours(1));
        await using var last = new TestSilo(before: _silo);
        await last.Get<SiloRefresh>().Refresh();
        last.Get<PostureBoard>().Level.ShouldBe(PostureLevel.Balanced);
    }

    [Fact]
    public async Task Effects_that_failed_are_owed_and_tried_again()
    {
        await _silo.Take(_silo.Scan("203.0.113.6", 6));
        _silo.Bans.Failure = new IOException("disk full");
        (await _silo.SetPosture(PostureLevel.Hardened)).Level.ShouldBe(PostureLevel.Hardened);
        (await _silo.Banned()).ShouldBeEmpty();
        _silo.Bans.Failure = null;
        _silo.Time.Advance(TimeSpan.FromSeconds(5));
        (await _silo.Banned()).ShouldBe(["203.0.113.6"]);
    }

    [Fact]
    public async Task A_posture_taken_back_before_it_took_effect_leaves_nothing_behind()
    {
        await _silo.Take(_silo.Scan("203.0.113.6", 6));
        _silo.Bans.Failure = new IOException("disk full");
        await _silo.SetPosture(PostureLevel.Hardened);
        await _silo.SetPosture(PostureLevel.Balanced);
        _silo.Bans.Failure = null;
        _silo.Time.Advance(TimeSpan.FromSeconds(5));
        (await _silo.Take(_silo.Scan("203.0.113.6", 6))).Bans.ShouldAllBe(ban => ban.Outcome.Ban == null);
        (await _silo.Banned()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_end_of_a_temporary_posture_that_could_not_be_stored_is_tried_again()
    {
        await _silo.SetPosture(PostureLevel.Hardened, 10 * Minute);
        _silo.States.Failure = new IOException("disk full");
        _silo.Time.Advance(10 * Minute);
        _silo.Get<PostureBoard>().Level.ShouldBe(PostureLevel.Hardened);
        _silo.States.Failure = null;
        _silo.Time.Advance(TimeSpan.FromSeconds(5));
        _silo.Get<PostureBoard>().Level.ShouldBe(PostureLevel.Balanced);
    }

    [Fact]
    public async Task A_posture_that_could_not_be_stored_is_not_in_force()
    {
        _silo.States.Failure = new IOException("disk full");
        await Should.ThrowAsync<IOException>(() => _silo.SetPosture(PostureLevel.Lockdown));
        _silo.States.Failure = null;
        (await _silo.Posture.Get()).Level.ShouldBe(PostureLevel.Balanced);
        _silo.Get<PostureBoard>().Level.ShouldBe(PostureLevel.Balanced);
    }

    [Fact]
    public async Task Another_silo_learns_the_posture_by_its_poll_and_judges_its_own_suspects()
    {
        await using var other = new TestSilo(before: _silo);
        await other.Take(other.Scan("203.0.113.6", 6));
        await _silo.SetPosture(PostureLevel.Hardened);
        await other.Get<SiloRefresh>().Refresh();
        (await other.Banned()).ShouldBe(["203.0.113.6"]);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_by_field()
    {
        (await Refusal(new PostureChange((PostureLevel)9, "op", "", null))).ShouldStartWith("level:");
        (await Refusal(new PostureChange(PostureLevel.Hardened, "", "", null))).ShouldStartWith("actor:");
        (await Refusal(new PostureChange(PostureLevel.Hardened, "op", "", _silo.Now))).ShouldStartWith("until:");

        async Task<string> Refusal(PostureChange change) => (await Should.ThrowAsync<ArgumentException>(() => _silo.Posture.Set(change))).Message;
    }

    private Task<BanOutcome> Manual(string prefix) =>
        _silo.Operations.Ban(new BanRequest(IpPrefix.Parse(prefix), BanOrigin.Manual, "op", "test", TimeSpan.FromHours(1)));
}
