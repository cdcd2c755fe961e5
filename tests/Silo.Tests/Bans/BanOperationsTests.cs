using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Bans;
using Tegument.Silo.Tests.Support;

namespace Tegument.Silo.Tests.Bans;

public sealed class BanOperationsTests : IAsyncDisposable
{
    private readonly TestSilo _silo = new();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task An_unban_lifts_at_once_clears_the_score_and_keeps_the_strike()
    {
        await _silo.Take(_silo.Scan("203.0.113.9", 10));
        (await Unban("203.0.113.9")).Lifted.ShouldHaveSingleItem().Origin.ShouldBe(BanOrigin.Automatic);
        var explanation = await _silo.Operations.Explain(IpKey.Parse("203.0.113.9"));
        explanation.Standing.ShouldBe(Standing.Clean);
        explanation.Score.ShouldBe(0);
        explanation.Strikes.ShouldBe(1);
        (await _silo.Take(_silo.Scan("203.0.113.9", 10))).Bans.ShouldBeEmpty();
        (await _silo.Banned()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_source_that_goes_on_after_an_unban_is_banned_again_and_longer()
    {
        await _silo.Take(_silo.Scan("203.0.113.9", 10));
        await Unban("203.0.113.9");
        _silo.Time.Advance(TimeSpan.FromSeconds(1));
        (await _silo.Take(_silo.Scan("203.0.113.9", 20))).Bans.ShouldHaveSingleItem().Decision.Ttl.ShouldBe(TimeSpan.FromMinutes(40));
        (await _silo.Banned()).ShouldBe(["203.0.113.9"]);
    }

    [Fact]
    public async Task A_decision_on_its_way_while_its_ban_is_lifted_is_forgotten_by_its_source()
    {
        var decision = (await _silo.Take(_silo.Scan("203.0.113.9", 10))).Bans.Single().Decision;
        await _silo.Ledger.Unban(decision.Prefix, null, "op", "mistake");
        (await _silo.Get<AutomaticBans>().Make([decision])).Single().Refusal.ShouldBe(BanRules.LiftedSince);
        (await _silo.Banned()).ShouldBeEmpty();
        (await _silo.StandingOf("203.0.113.9")).ShouldBe(Standing.Clean);
    }

    [Fact]
    public async Task An_unban_of_an_ipv6_address_lifts_the_network_it_is_judged_by()
    {
        await _silo.Take(_silo.Scan("2001:db8::9", 10));
        (await Unban("2001:db8::9")).Lifted.ShouldHaveSingleItem().Prefix.ShouldBe(IpPrefix.Parse("2001:db8::/64"));
        (await _silo.Banned()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unban_says_which_wider_ban_still_holds()
    {
        await Ban("203.0.113.0/24", BanOrigin.Feed);
        var result = await Unban("203.0.113.9");
        result.Lifted.ShouldBeEmpty();
        result.Covering.ShouldHaveSingleItem().Prefix.ShouldBe(IpPrefix.Parse("203.0.113.0/24"));
    }

    [Fact]
    public async Task Lifting_one_origin_leaves_the_others()
    {
        await _silo.Take(_silo.Scan("203.0.113.9", 10));
        await Ban("203.0.113.9", BanOrigin.Manual);
        (await Unban("203.0.113.9", BanOrigin.Manual)).Covering.ShouldHaveSingleItem().Origin.ShouldBe(BanOrigin.Automatic);
        (await _silo.StandingOf("203.0.113.9")).ShouldBe(Standing.Banned);
    }

    [Fact]
    public async Task An_explanation_holds_the_evidence_and_every_ban_that_covers_the_address()
    {
        await _silo.Take(_silo.Scan("203.0.113.9", 10));
        await Ban("203.0.113.0/24", BanOrigin.Feed);
        var explanation = await _silo.Operations.Explain(IpKey.Parse("203.0.113.9"));
        explanation.Bans.Select(ban => ban.Origin).ShouldBe([BanOrigin.Feed, BanOrigin.Automatic]);
        explanation.Evidence.ShouldHaveSingleItem().Sensor.ShouldBe("web1");
        explanation.Verified.ShouldBeTrue();
        (await _silo.Operations.Explain(IpKey.Parse("127.0.0.1"))).Protection.ShouldBe("loopback 127.0.0.0/8");
    }

    private Task<UnbanResult> Unban(string prefix, BanOrigin? origin = null) => _silo.Operations.Unban(IpPrefix.Parse(prefix), origin, "op", "mistake");

    private Task<BanOutcome> Ban(string prefix, BanOrigin origin) =>
        _silo.Operations.Ban(new BanRequest(IpPrefix.Parse(prefix), origin, "op", "test", TimeSpan.FromHours(1)));
}
