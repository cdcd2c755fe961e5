using Tegument.Contracts.Reputation;
using Tegument.Dashboard.Components.Panels;
using Tegument.Dashboard.Live;

namespace Tegument.Console.Tests.Overview;

public sealed class OverviewWordsTests
{
    private static readonly FleetView Calm = Told.Live(1284, [.. Enumerable.Range(1, 14).Select(n => Told.Host($"web-{n}", stale: n <= 2 ? "nft says no" : null, enforced: n == 1 ? 97 : 100))]);

    [Fact]
    public void Calm_is_said_with_who_needs_a_look() =>
        OverviewWords.Say(Calm, Told.Now).ShouldBe("Calm. 1,284 addresses kept out by 14 hosts; two hosts need a look.");

    [Fact]
    public void A_stale_page_says_how_it_was() =>
        OverviewWords.Say(Calm with { Link = LinkState.Lost }, Told.Now.AddMinutes(1)).ShouldBe("At 14:32:18 it was calm: 1,284 addresses kept out by 14 hosts; two hosts needed a look.");

    [Fact]
    public void An_attack_says_how_it_is_handled()
    {
        var attack = AttackView.Beginning(Told.Now) with { Banned = 31, Listed = 37 };
        OverviewWords.Say(Calm with { Attack = attack }, Told.Now).ShouldBe("No packet of theirs has been dropped yet; 31 of the 37 worst are banned.");
    }

    [Fact]
    public void Before_anything_is_known_that_is_said()
    {
        OverviewWords.Say(FleetView.Nothing, Told.Now).ShouldBe("Waiting for the silo.");
        OverviewWords.Say(Told.Live(0), Told.Now).ShouldBe("No host has reported yet.");
    }

    [Fact]
    public void What_is_missing_of_the_enforced_is_told_and_never_rounded_to_all()
    {
        OverviewWords.EnforcedPercent(Calm).ShouldBe("99.79");
        OverviewWords.EnforcedNote(Calm).ShouldBe("3 missing on web-1");
        OverviewWords.EnforcedPercent(Told.Live(1, Told.Host("web-1", decided: 1_000_000, enforced: 999_999))).ShouldBe("99.99");
    }

    [Fact]
    public void Of_many_hosts_the_unwell_are_kept_and_cells_are_bounded()
    {
        var fleet = FleetShown.Of([.. Enumerable.Range(0, 1000).Select(n => Told.Host($"h{n:000}", stale: n % 100 == 99 ? "nft says no" : null))]);
        (fleet.Cells.Count, fleet.CellsLeft, fleet.Well, fleet.Unwell.Count, fleet.UnwellLeft).ShouldBe((30, 970, 990, 4, 6));
        fleet.Cells.Count(cell => cell.NeedsLook).ShouldBe(10);
    }

    [Fact]
    public void A_paused_feed_counts_what_is_newer()
    {
        FeedLine Line(long number) => new(number, Told.Now, "203.0.113.9", Standing.Suspect, 40, "port-scan");
        new FeedPause(Told.Now, [Line(40)]).Newer([Line(252), Line(251)]).ShouldBe(212);
        new FeedPause(Told.Now, []).Newer([Line(3)]).ShouldBe(3);
    }

    [Theory]
    [InlineData("203.0.113.9", "address/203.0.113.9")]
    [InlineData("203.0.113.0/24", "bans?q=203.0.113.0%2F24")]
    [InlineData("2001:db8:4f:12::/64", "address/2001%3Adb8%3A4f%3A12%3A%3A")]
    [InlineData("2001:db8::/48", "bans?q=2001%3Adb8%3A%3A%2F48")]
    public void An_address_has_a_page_and_a_network_has_its_bans(string address, string link) => AddressLink.To(address).ShouldBe(link);
}
