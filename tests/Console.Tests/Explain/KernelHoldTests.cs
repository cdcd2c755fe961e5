using Tegument.Contracts.Bans;
using Tegument.Contracts.Fleet;
using Tegument.Dashboard.Components.Ledger;

namespace Tegument.Console.Tests.Explain;

public sealed class KernelHoldTests
{
    [Fact]
    public void A_ban_is_held_where_it_was_applied_by_an_executor_that_is_well_and_heard()
    {
        var held = new HeldBy([Host("well", 7), Host("behind", 6), Host("stale", 7, stale: "no space"), Host("silent", 7, online: false), Host("observer", 7, enforcing: false)]);
        (held.Hosts, held.Count(7)).ShouldBe((4, 1), "who observes is not expected to hold it");
        held.Missing(7).ShouldBe(["behind", "stale", "silent"]);
    }

    private static HostStatus Host(string name, long revision, string? stale = null, bool online = true, bool enforcing = true) => new(
        new HostReport(name, "0.1.0", ["sense", "enforce"], ["eth0"], enforcing, "nftables", new LedgerPosition("l", 0, revision), 1, 1, stale, 0, 0, 0, 0, 0, Protection.None),
        DateTimeOffset.UnixEpoch, 1, online);
}
