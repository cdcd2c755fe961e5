using FsCheck;
using FsCheck.Fluent;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Networks;
using Tegument.Silo.Networks;
using Tegument.Silo.Policy;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Tests.Networks;

/// <summary>When members ban their network, and when no more.</summary>
public class NetworkJudgeTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly IpPrefix Network = IpPrefix.Parse("203.0.113.0/24");
    private readonly NetworkState _state = new();
    private readonly AggregationPolicy _policy = new();
    private readonly ProtectionRules _rules = new(new ProtectionOptions());

    [Fact]
    public void Enough_banned_addresses_ban_their_network_until_so_many_have_run_out_that_it_is_calm()
    {
        Began(7).ShouldBe(NetworkChange.None);
        var ban = Began(8).Ban.ShouldNotBeNull();
        ban.Prefix.ShouldBe(Network);
        ban.Ttl.ShouldBe(TimeSpan.FromMinutes(5));
        ban.Reason.ShouldBe("8 of its addresses are banned (8 ban a /24): 203.0.113.8, 203.0.113.7, 203.0.113.6, 203.0.113.5 and 4 more; verified");
    }

    [Fact]
    public void A_network_with_siblings_enough_that_were_pardoned_is_left_alone_until_others_come()
    {
        Began(8);
        (_state.Ban, _state.PardonedAt) = (null, Now);
        Began(8).ShouldBe(NetworkChange.None);
        var later = Enumerable.Range(1, 8).Select(i => Sibling(i, 60) with { DecidedAt = Now.AddSeconds(1) }).ToArray();
        NetworkJudge.Began(_state, Network, later, _policy, _rules, Now.AddSeconds(1)).Ban.ShouldNotBeNull();
    }

    [Fact]
    public void Fewer_than_the_calm_bound_narrow_it_again()
    {
        Began(8);
        Ended(1, 2, 3).Narrow.ShouldBeNull();
        Ended(4, 5).Narrow.ShouldBe("narrowed: 3 of its addresses are still banned, fewer than 4");
        _state.Ban.ShouldBeNull();
    }

    [Fact]
    public void Members_lifted_early_shorten_it()
    {
        Began(8);
        var change = Ended(8, 7);
        change.Narrow.ShouldBe("its addresses are banned for less long now");
        change.Ban.ShouldNotBeNull().Ttl.ShouldBe(TimeSpan.FromMinutes(3));
    }

    [Fact]
    public void A_network_that_holds_a_protected_address_is_never_banned_and_freed_once_it_does()
    {
        Began(8).Ban.ShouldNotBeNull();
        _rules.Report("web1", Contracts.Fleet.Protection.None with { Gateways = [IpKey.Parse("203.0.113.254")] });
        Began(9).ShouldBe(new NetworkChange(null, "protected: gateway 203.0.113.254"));
        Began(10).ShouldBe(NetworkChange.None);
    }

    [Theory]
    [InlineData("203.0.113.9", "203.0.113.0/24")]
    [InlineData("2001:db8:0:ab12::/64", "2001:db8:0:ab00::/56")]
    [InlineData("2001:db8:0:ab00::/56", "2001:db8::/48")]
    [InlineData("169.254.7.7", null)]
    [InlineData("fe80::7", null)]
    [InlineData("2001:db8::7", null)]
    [InlineData("2001:db8::/48", null)]
    [InlineData("203.0.113.0/24", null)]
    public void A_member_counts_for_its_next_wider_network_and_who_is_judged_alone_for_none(string member, string? network) =>
        NetworkJudge.NetworkOf(IpPrefix.Parse(member)).ShouldBe(network is null ? null : IpPrefix.Parse(network));

    [Fact]
    public void A_policy_that_never_aggregates_frees_what_was_banned()
    {
        Began(8);
        NetworkJudge.Ended(_state, Network, [], new AggregationPolicy { Enabled = false }, _rules, Now).Narrow.ShouldNotBeNull();
        NetworkJudge.Began(_state, Network, [Sibling(99, 10)], new AggregationPolicy { IPv4Siblings = 0 }, _rules, Now).ShouldBe(NetworkChange.None);
    }

    [Fact]
    public void Whatever_comes_and_goes_a_network_is_banned_only_while_as_many_hold_as_its_policy_says() => Prop.ForAll(Histories.ToArbitrary(), history =>
    {
        var state = new NetworkState();
        var policy = new AggregationPolicy { IPv4Siblings = history.Needed, CalmBelow = history.Calm / 10.0 };
        var calm = policy.CalmOf(history.Needed);
        var now = Now;
        foreach (var (member, minutes, begins) in history.Steps)
        {
            now = now.AddSeconds(20);
            var change = begins
                ? NetworkJudge.Began(state, Network, [Sibling(member, minutes, now)], policy, _rules, now)
                : NetworkJudge.Ended(state, Network, [IpPrefix.Parse($"203.0.113.{member}")], policy, _rules, now);
            var holding = state.Siblings.Count;
            if (state.Siblings.Exists(s => s.Until <= now) || holding > 256) return false;
            if (change.Ban is { } made && (made != state.Ban || made.Ttl <= TimeSpan.Zero || made.Ttl > policy.Longest)) return false;

            // Whenever the ban ends, as many siblings hold as keep it, and one instant later fewer, but for its bound on time.
            if (state.Ban is not { } ban) continue;
            var end = ban.DecidedAt + ban.Ttl;
            if (holding < calm || state.Siblings.Count(s => s.Until >= end.AddSeconds(-1)) < calm) return false;
        }

        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static readonly Gen<History> Histories =
        from needed in Gen.Choose(2, 8)
        from calm in Gen.Choose(0, 10)
        from steps in (from member in Gen.Choose(1, 12) from minutes in Gen.Choose(1, 9) from begins in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
                       select (member, minutes, begins)).ArrayOf(60)
        select new History(needed, calm, steps);

    /// <summary>Members 1 to so many, each banned for as many minutes as its number.</summary>
    private NetworkChange Began(int upTo) =>
        NetworkJudge.Began(_state, Network, [.. Enumerable.Range(1, upTo).Select(i => Sibling(i, i))], _policy, _rules, Now);

    private NetworkChange Ended(params int[] members) =>
        NetworkJudge.Ended(_state, Network, [.. members.Select(i => IpPrefix.Parse($"203.0.113.{i}"))], _policy, _rules, Now);

    private static NetworkSibling Sibling(int i, int minutes, DateTimeOffset? now = null) =>
        new(IpPrefix.Parse($"203.0.113.{i}"), now ?? Now, (now ?? Now).AddMinutes(minutes), 100 + i);

    private sealed record History(int Needed, int Calm, (int Member, int Minutes, bool Begins)[] Steps);
}
