using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Networks;
using Tegument.Silo.Tests.Support;

namespace Tegument.Silo.Tests.Networks;

/// <summary>From evidence against members to the ban of their network in the ledger, and back.</summary>
public sealed class NetworkBansTests : IAsyncDisposable
{
    private const string Network = "203.0.113.0/24";
    private readonly TestSilo _silo = new();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task Eight_proven_attackers_of_a_network_ban_it_and_seven_do_not()
    {
        await Attack(1, 7);
        (await _silo.Banned()).ShouldNotContain(Network);
        await Attack(8, 8);
        var ban = (await BanOf(Network)).ShouldNotBeNull();
        ban.ShouldSatisfyAllConditions(
            b => b.Origin.ShouldBe(BanOrigin.Automatic),
            b => b.Actor.ShouldBe(NetworkBans.Actor),
            b => b.Reason.ShouldStartWith("8 of its addresses are banned (8 ban a /24): 203.0.113.1, "),
            b => b.Expires.ShouldBe(_silo.Now.AddMinutes(10)));
    }

    [Fact]
    public async Task A_thousand_forged_attackers_ban_no_network()
    {
        await Attack(1, 250, verified: false);
        (await _silo.Banned()).Length.ShouldBe(250);
        (await _silo.Banned()).ShouldNotContain(Network);
    }

    [Fact]
    public async Task A_network_is_free_again_when_its_members_bans_run_out()
    {
        await Attack(1, 8);
        _silo.Time.Advance(TimeSpan.FromMinutes(10));
        (await _silo.Banned()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_network_is_narrowed_when_an_operator_lifts_its_members()
    {
        await Attack(1, 8);
        for (var i = 1; i <= 4; i++) await Unban($"203.0.113.{i}");
        (await _silo.Banned()).ShouldContain(Network);
        await Unban("203.0.113.5");
        (await _silo.Banned()).ShouldBe(["203.0.113.6", "203.0.113.7", "203.0.113.8"]);
    }

    [Fact]
    public async Task What_an_operator_lifted_is_not_banned_again_for_the_same_members()
    {
        await Attack(1, 8);
        (await Unban(Network)).Lifted.ShouldHaveSingleItem();
        _silo.Time.Advance(TimeSpan.FromSeconds(1));
        await Attack(9, 15);
        (await _silo.Banned()).ShouldNotContain(Network);
        await Attack(16, 16);
        (await _silo.Banned()).ShouldContain(Network);
    }

    [Fact]
    public async Task A_network_with_a_protected_address_is_spared_and_the_explanation_says_why()
    {
        _silo.Protection.Report("web1", Contracts.Fleet.Protection.None with { Gateways = [IpKey.Parse("203.0.113.254")] });
        await Attack(1, 9);
        (await _silo.Banned()).ShouldNotContain(Network);
        var view = (await Explain("203.0.113.1")).Networks.ShouldHaveSingleItem();
        view.ShouldSatisfyAllConditions(
            v => v.Restraint.ShouldBe("protected: gateway 203.0.113.254"), v => v.Count.ShouldBe(9), v => v.Needed.ShouldBe(8), v => v.BannedUntil.ShouldBeNull());
    }

    [Fact]
    public async Task An_innocent_in_a_banned_network_is_told_so_and_of_which_members()
    {
        await Attack(1, 8);
        var explanation = await Explain("203.0.113.77");
        explanation.ShouldSatisfyAllConditions(
            e => e.Standing.ShouldBe(Standing.Clean),
            e => e.Note.ShouldNotBeNull().ShouldStartWith("banned with its network 203.0.113.0/24: 8 of its addresses are banned"),
            e => e.Flip.ShouldBe("Without the ban of 203.0.113.0/24 it would not be banned for what it did itself."),
            e => e.Changes.ShouldHaveSingleItem().Kind.ShouldBe(FlipKind.Ban),
            e => e.Bans.ShouldHaveSingleItem().Prefix.ShouldBe(IpPrefix.Parse(Network)));
        explanation.Networks.ShouldHaveSingleItem().Siblings.ShouldContain(IpPrefix.Parse("203.0.113.8"));
    }

    [Fact]
    public async Task A_looser_posture_frees_a_network_that_it_would_not_have_banned()
    {
        await _silo.SetPosture(PostureLevel.Lockdown);
        await Attack(1, 8, ports: 4);
        (await _silo.Banned()).ShouldContain(Network);
        _silo.Time.Advance(TimeSpan.FromSeconds(1));
        await _silo.SetPosture(PostureLevel.Balanced);
        (await _silo.Banned()).ShouldBeEmpty();
        _silo.Time.Advance(TimeSpan.FromSeconds(1));
        await Attack(1, 8, ports: 20);
        (await _silo.Banned()).ShouldContain(Network);
    }

    [Fact]
    public async Task A_ban_of_a_network_outlives_a_crash_and_its_counted_members_a_stop()
    {
        await Attack(1, 8);
        await using var next = new TestSilo(before: _silo);
        (await next.Banned()).ShouldContain(Network);
        await next.Operations.Unban(IpPrefix.Parse(Network), null, "op", "mistake");
        (await next.Operations.Explain(IpKey.Parse("203.0.113.1"))).Networks.ShouldHaveSingleItem().PardonedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Four_subscribers_ban_their_56_and_four_of_those_their_48()
    {
        for (var network = 1; network <= 3; network++) await AttackFrom56(network);
        (await _silo.Banned()).ShouldContain("2001:db8:0:100::/56");
        (await _silo.Banned()).ShouldNotContain("2001:db8::/48");
        await AttackFrom56(4);
        (await _silo.Banned()).ShouldContain("2001:db8::/48");
        (await BanOf("2001:db8::/48")).ShouldNotBeNull().Reason.ShouldStartWith("4 of its /56s are banned (4 ban a /48): 2001:db8:0:100::/56");
        (await Explain("2001:db8:0:101::9")).Networks.Select(n => n.Network.ToString()).ShouldBe(["2001:db8:0:100::/56", "2001:db8::/48"]);
    }

    [Fact]
    public async Task Neighbours_in_a_network_of_ours_ban_no_network()
    {
        _silo.Protection.Report("web1", Contracts.Fleet.Protection.None with { OnLink = [IpPrefix.Parse("2001:db8:0:100::/56")] });
        await AttackFrom56(1);
        (await _silo.Banned()).Length.ShouldBe(4);
        (await _silo.Banned()).ShouldAllBe(prefix => !prefix.Contains('/'));
    }

    [Fact]
    public async Task A_ledger_that_fails_leaves_the_members_banned_and_the_network_to_the_next_one()
    {
        await Attack(1, 7);
        var ban = (await _silo.Take(_silo.Scan("203.0.113.8", 10))).Bans.ShouldHaveSingleItem();
        ban.Outcome.Changed.ShouldBeTrue();
        await _silo.Get<NetworkBans>().Lifted(IpPrefix.Parse(Network), pardon: false);
        await _silo.Ledger.Unban(IpPrefix.Parse(Network), BanOrigin.Automatic, "op", "as if never made");
        _silo.Time.Advance(TimeSpan.FromSeconds(1));
        await Attack(9, 9);
        (await _silo.Banned()).ShouldContain(Network);
    }

    private async Task Attack(int from, int to, bool verified = true, long ports = 10)
    {
        EvidenceItem[] items = [.. Enumerable.Range(from, to - from + 1).Select(i => _silo.Scan($"203.0.113.{i}", ports, verified))];
        await _silo.Take(items);
    }

    private Task AttackFrom56(int network) =>
        _silo.Take([.. Enumerable.Range(0, 4).Select(i => _silo.Scan($"2001:db8:0:{network}0{i}::9", 10))]);

    private async Task<Ban?> BanOf(string prefix) => (await _silo.Ledger.List(new BanQuery())).Bans.SingleOrDefault(ban => ban.Prefix == IpPrefix.Parse(prefix));

    private Task<Explanation> Explain(string address) => _silo.Operations.Explain(IpKey.Parse(address));

    private Task<Silo.Bans.UnbanResult> Unban(string prefix) => _silo.Operations.Unban(IpPrefix.Parse(prefix), null, "op", "mistake");
}
