using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Silo.Bans;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Tests.Bans;

/// <summary>What a ledger decides and answers, without grain or storage.</summary>
public class BanLedgerTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly ProtectionRules _protection = new(new ProtectionOptions());
    private readonly BanLedger _ledger;

    public BanLedgerTests() => _ledger = Ledger();

    [Fact]
    public void A_delta_holds_what_changed_and_each_change_is_a_revision()
    {
        Ban("203.0.113.1", 10);
        var before = _ledger.Position;
        Ban("203.0.113.2", 10);
        Unban("203.0.113.1");
        var delta = _ledger.Since(before, Now);
        delta.IsSnapshot.ShouldBeFalse();
        delta.Position.Revision.ShouldBe(3);
        delta.Entries.ShouldBe([new(P("203.0.113.1"), 0, BanOrigin.Automatic), new(P("203.0.113.2"), 600, BanOrigin.Manual)]);
        _ledger.Since(delta.Position, Now).Entries.ShouldBeEmpty();
    }

    [Fact]
    public void Seconds_left_count_down()
    {
        Ban("203.0.113.1", 10);
        _ledger.Since(null, Now + Minute).Entries.ShouldHaveSingleItem().SecondsLeft.ShouldBe(540);
    }

    [Fact]
    public void An_unknown_position_means_a_snapshot()
    {
        Ban("203.0.113.1", 10);
        var here = _ledger.Position;
        foreach (var position in new[] { null, here with { Ledger = "other" }, here with { Shard = 1 }, here with { Revision = 2 }, here with { Revision = -1 } })
        {
            var delta = _ledger.Since(position, Now);
            delta.IsSnapshot.ShouldBeTrue();
            delta.Entries.Length.ShouldBe(1);
        }
    }

    [Fact]
    public void A_position_older_than_the_history_means_a_snapshot()
    {
        var ledger = Ledger(history: 3);
        var start = ledger.Position;
        for (var i = 1; i <= 3; i++) Apply(ledger, Request($"203.0.113.{i}", 10));
        ledger.Since(start, Now).IsSnapshot.ShouldBeFalse();
        Apply(ledger, Request("203.0.113.4", 10));
        ledger.Since(start, Now).IsSnapshot.ShouldBeTrue();
        ledger.Since(start with { Revision = 1 }, Now).Entries.Select(entry => entry.Prefix.ToString()).ShouldBe(["203.0.113.2", "203.0.113.3", "203.0.113.4"]);
    }

    [Fact]
    public void An_address_and_its_network_are_two_bans()
    {
        Ban("203.0.113.0/24", 60);
        Ban("203.0.113.7", 10);
        _ledger.Since(null, Now).Entries.Length.ShouldBe(2);
        Covering("203.0.113.7").ShouldBe(["203.0.113.0/24", "203.0.113.7"]);
        Unban("203.0.113.7");
        Covering("203.0.113.7").ShouldBe(["203.0.113.0/24"]);
        Covering("203.0.114.7").ShouldBeEmpty();
    }

    [Fact]
    public void The_longest_of_all_origins_is_enforced_and_outlives_the_others()
    {
        Ban("203.0.113.1", 60, BanOrigin.Manual);
        Ban("203.0.113.1", 10, BanOrigin.Automatic);
        var held = _ledger.Position;
        _ledger.Since(null, Now).Entries.ShouldBe([new(P("203.0.113.1"), 3600, BanOrigin.Manual)]);
        Unban("203.0.113.1", BanOrigin.Manual).ShouldHaveSingleItem().Origin.ShouldBe(BanOrigin.Manual);
        _ledger.Since(held, Now).Entries.ShouldBe([new(P("203.0.113.1"), 600, BanOrigin.Automatic)]);
    }

    [Fact]
    public void Bans_end_by_themselves_without_a_revision()
    {
        Ban("203.0.113.1", 10);
        Ban("203.0.113.2", 20);
        _ledger.Expire(Now + 10 * Minute).ShouldBe(1);
        _ledger.Position.Revision.ShouldBe(2);
        _ledger.Since(null, Now + 10 * Minute).Entries.ShouldHaveSingleItem().Prefix.ShouldBe(P("203.0.113.2"));
        Unban("203.0.113.1").ShouldBeEmpty();
    }

    [Fact]
    public void A_longer_ban_of_the_same_origin_extends_and_a_shorter_one_changes_nothing()
    {
        Ban("203.0.113.1", 10, BanOrigin.Automatic);
        Ban("203.0.113.1", 20, BanOrigin.Automatic).ShouldSatisfyAllConditions(o => o.Changed.ShouldBeTrue(), o => o.Ban!.Created.ShouldBe(Now));
        var shorter = Ban("203.0.113.1", 5, BanOrigin.Automatic);
        shorter.Changed.ShouldBeFalse();
        shorter.Ban!.Expires.ShouldBe(Now + 20 * Minute);
        _ledger.Count.ShouldBe(1);
        _ledger.Expire(Now + 10 * Minute).ShouldBe(0);
    }

    [Fact]
    public void A_persons_word_replaces_a_persons_word()
    {
        Ban("203.0.113.1", 60);
        Ban("203.0.113.1", 5).Ban!.Expires.ShouldBe(Now + 5 * Minute);
        _ledger.Expire(Now + 5 * Minute).ShouldBe(1);
    }

    [Fact]
    public void The_same_decision_twice_is_one_ban()
    {
        var decision = Request("203.0.113.1", 10, BanOrigin.Automatic) with { DecidedAt = Now };
        Apply(_ledger, decision).Single().Changed.ShouldBeTrue();
        _ledger.PlanBans([decision], Now + Minute).Outcomes.Single().Changed.ShouldBeFalse();
        _ledger.PlanBans([decision], Now + 10 * Minute).Outcomes.Single().Refusal.ShouldBe(BanRules.OverAlready);
    }

    [Fact]
    public void A_decision_made_before_an_unban_does_not_undo_it()
    {
        var decision = Request("203.0.113.1", 10, BanOrigin.Automatic) with { DecidedAt = Now };
        Apply(_ledger, decision);
        Unban("203.0.113.1");
        _ledger.Retract(P("203.0.113.1"));
        _ledger.PlanBans([decision], Now).Outcomes.Single().Refusal.ShouldBe(BanRules.LiftedSince);
        _ledger.PlanBans([decision with { DecidedAt = Now + Minute }], Now + Minute).Outcomes.Single().Changed.ShouldBeTrue();
    }

    [Fact]
    public void A_looser_posture_ends_the_automatic_bans_it_would_not_have_made()
    {
        Apply(_ledger, Request("203.0.113.1", 10, BanOrigin.Automatic) with { Score = 70 });
        Apply(_ledger, Request("203.0.113.2", 10, BanOrigin.Automatic) with { Score = 100 });
        Apply(_ledger, Request("203.0.113.3", 10, BanOrigin.Manual), Request("203.0.113.4", 10, BanOrigin.Feed));
        Ended(100).ShouldBe(["203.0.113.1"]);
        Ended(null).ShouldBe(["203.0.113.2"]);
        _ledger.Count.ShouldBe(2);

        string[] Ended(double? threshold)
        {
            var plan = _ledger.PlanEndAutomatic(threshold, "op", "calm", Now);
            _ledger.Apply(plan);
            return [.. plan.Changes.Select(change => change.Ban.Prefix.ToString())];
        }
    }

    [Fact]
    public void One_call_with_the_same_prefix_twice_is_consistent()
    {
        var outcomes = Apply(_ledger, Request("203.0.113.1", 10, BanOrigin.Feed), Request("203.0.113.1", 30, BanOrigin.Feed), Request("203.0.113.1", 20, BanOrigin.Feed));
        outcomes.Select(outcome => outcome.Changed).ShouldBe([true, true, false]);
        _ledger.Count.ShouldBe(1);
        _ledger.Since(null, Now).Entries.Single().SecondsLeft.ShouldBe(1800);
    }

    [Fact]
    public void A_full_ledger_refuses_new_bans_and_still_extends()
    {
        var ledger = Ledger(maxBans: 2);
        Apply(ledger, Request("203.0.113.1", 10), Request("203.0.113.2", 10), Request("203.0.113.3", 10))[2].Refusal.ShouldBe("the ledger is full (2 bans)");
        Apply(ledger, Request("203.0.113.1", 20)).Single().Changed.ShouldBeTrue();
    }

    [Theory]
    [InlineData("127.0.0.1", "protected: loopback 127.0.0.0/8")]
    [InlineData("224.0.0.251", "protected: multicast 224.0.0.0/4")]
    [InlineData("0.0.0.0", "protected: unspecified 0.0.0.0")]
    [InlineData("10.0.0.1", "protected: own address 10.0.0.1")]
    [InlineData("10.0.0.0/24", "protected: own address 10.0.0.1")]
    [InlineData("10.0.0.254", "protected: gateway 10.0.0.254")]
    [InlineData("9.9.9.9", "protected: resolver 9.9.9.9")]
    [InlineData("198.51.100.7", "protected: administrator session from 198.51.100.7")]
    [InlineData("192.0.2.128/25", "protected: allow list 192.0.2.200 (policy.yaml)")]
    [InlineData("64.0.0.0/7", "64.0.0.0/7 is too wide: the shortest prefix is /8")]
    [InlineData("2000::/15", "2000::/15 is too wide: the shortest prefix is /16")]
    public void Protected_and_too_wide_prefixes_are_refused_with_the_rule(string prefix, string refusal)
    {
        _protection.Allow([new ProtectedNetwork(P("192.0.2.200"), ProtectedNetwork.AllowList, "policy.yaml")]);
        _protection.Report("web1", new Contracts.Fleet.Protection([K("10.0.0.1")], [K("10.0.0.254")], [K("9.9.9.9")], [K("198.51.100.7")], []));
        var outcome = Ban(prefix, 10);
        outcome.Refusal.ShouldBe(refusal);
        outcome.Ban.ShouldBeNull();
        _ledger.Position.Revision.ShouldBe(0);
    }

    [Fact]
    public void What_makes_no_sense_is_refused_by_field()
    {
        Refusal(r => r with { Ttl = TimeSpan.FromMilliseconds(999) }).ShouldStartWith("ttl:");
        Refusal(r => r with { Ttl = TimeSpan.FromDays(3651) }).ShouldStartWith("ttl:");
        Refusal(r => r with { Reason = " " }).ShouldStartWith("reason:");
        Refusal(r => r with { Reason = new string('x', 501) }).ShouldStartWith("reason:");
        Refusal(r => r with { Actor = "" }).ShouldStartWith("actor:");

        string Refusal(Func<BanRequest, BanRequest> spoil) => Apply(_ledger, spoil(Request("203.0.113.1", 10))).Single().Refusal.ShouldNotBeNull();
    }

    [Fact]
    public void Pages_follow_one_another_while_the_ledger_changes()
    {
        for (var i = 0; i < 2000; i++) Apply(_ledger, Request($"203.0.{i / 250}.{i % 250 + 1}", 10, i % 2 == 0 ? BanOrigin.Manual : BanOrigin.Feed));
        var seen = new List<Ban>();
        string? after = null;
        do
        {
            var page = _ledger.List(new BanQuery(300, after, BanOrigin.Feed), Now);
            seen.AddRange(page.Bans);
            after = page.Next;
            Unban(page.Bans[^1].Prefix.ToString());
        }
        while (after is not null);
        seen.Count.ShouldBe(1000);
        seen.Select(ban => ban.Prefix).ShouldBe(seen.Select(ban => ban.Prefix).Order());
    }

    [Fact]
    public void A_cursor_or_limit_of_nonsense_is_refused()
    {
        Should.Throw<ArgumentException>(() => _ledger.List(new BanQuery(After: "nonsense"), Now)).Message.ShouldStartWith("after:");
        Should.Throw<ArgumentException>(() => _ledger.List(new BanQuery(Limit: 0), Now)).Message.ShouldStartWith("limit:");
    }

    [Fact]
    public void A_clock_that_runs_back_revives_nothing()
    {
        Ban("203.0.113.1", 10);
        _ledger.Expire(Now + 10 * Minute);
        _ledger.Since(null, Now).Entries.ShouldBeEmpty();
        _ledger.PlanBans([Request("203.0.113.2", 10)], Now).Outcomes.Single().Ban!.Expires.ShouldBe(Now + 20 * Minute);
    }

    private BanLedger Ledger(int maxBans = BanLedger.MaxBans, int history = BanHistory.Capacity) =>
        new(new LedgerPosition("ledger", 0, 0), [], _protection, new BanRetractions(), maxBans, history);

    private BanOutcome Ban(string prefix, int minutes, BanOrigin origin = BanOrigin.Manual) => Apply(_ledger, Request(prefix, minutes, origin)).Single();

    private static BanOutcome[] Apply(BanLedger ledger, params BanRequest[] requests)
    {
        var (outcomes, plan) = ledger.PlanBans(requests, Now);
        ledger.Apply(plan);
        return outcomes;
    }

    private Ban[] Unban(string prefix, BanOrigin? origin = null)
    {
        var plan = _ledger.PlanUnban(P(prefix), origin, "op", "mistake", Now);
        _ledger.Apply(plan);
        return [.. plan.Changes.Select(change => change.Ban)];
    }

    private string[] Covering(string address) =>
        [.. _ledger.List(new BanQuery(Covering: K(address)), Now).Bans.Select(ban => ban.Prefix.ToString())];

    private static BanRequest Request(string prefix, int minutes, BanOrigin origin = BanOrigin.Manual) =>
        new(P(prefix), origin, "op", "test", minutes * Minute);

    private static IpPrefix P(string text) => IpPrefix.Parse(text);

    private static IpKey K(string text) => IpKey.Parse(text);
}
