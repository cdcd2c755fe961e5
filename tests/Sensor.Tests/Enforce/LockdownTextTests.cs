using Tegument.Sensor.Enforce.Lockdown;
using Tegument.Sensor.Enforce.Nftables;
using Tegument.Sensor.Native.Netlink;

namespace Tegument.Sensor.Tests.Enforce;

public sealed class LockdownTextTests
{
    private static readonly LockdownWish Wish = new(
        [Bans.Prefix("192.0.2.0/24"), Bans.Prefix("2001:db8::/32")], [22, 443], [51820], new ForwardingPaths(["eth0"], ["docker0"]), 60_000);

    [Fact]
    public void The_open_rules_name_nobody_and_end_in_a_drop()
    {
        var rules = LockdownText.Rules("t", LockdownWish.Open).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        rules[0].ShouldBe("add rule inet t lockdown_input meta nfproto @lockdown iifname != \"lo\" jump lockdown comment \"t lockdown_input\"");
        rules[1].ShouldBe("add rule inet t lockdown_forward meta nfproto @lockdown jump lockdown comment \"t lockdown_forward\"");
        rules[2].ShouldBe("add rule inet t lockdown tcp flags & (fin|syn|rst|ack) != syn accept comment \"t lockdown\"");
        rules[^1].ShouldBe("add rule inet t lockdown counter drop comment \"t lockdown\"");
        rules.ShouldNotContain(r => r.Contains("saddr {") || r.Contains("dport {"));
    }

    [Fact]
    public void Sources_ports_and_paths_come_before_the_drop()
    {
        var rules = LockdownText.Rules("t", Wish);
        rules.ShouldContain("lockdown ip saddr { 192.0.2.0/24 } accept");
        rules.ShouldContain("lockdown ip6 saddr { 2001:db8::/32 } accept");
        rules.ShouldContain("lockdown tcp dport { 22, 443 } accept");
        rules.ShouldContain("lockdown udp dport { 51820 } accept");
        rules.ShouldContain("lockdown_forward meta nfproto @lockdown oifname { \"eth0\" } accept");
        rules.ShouldContain("lockdown_forward meta nfproto @lockdown iifname { \"docker0\" } accept");
        rules.TrimEnd().ShouldEndWith("counter drop comment \"t lockdown\"");
    }

    [Fact]
    public void Closing_fills_both_families_with_a_timeout_and_opening_empties_the_set()
    {
        LockdownText.Elements("t", 90_500).ShouldBe("flush set inet t lockdown\nadd element inet t lockdown { ipv4 timeout 90s500ms, ipv6 timeout 90s500ms }\n");
        LockdownText.Elements("t", 0).ShouldBe("flush set inet t lockdown\n");
    }

    [Theory]
    [InlineData(60_000, 60_000, null)]
    [InlineData(60_000, 59_500, null)]
    [InlineData(60_000, 70_000, "it would outlast its end")]
    [InlineData(60_000, 40_000, LockdownElements.RenewalDue)]
    [InlineData(long.MaxValue, 600_000, null)]
    [InlineData(long.MaxValue, 301_000, null)]
    [InlineData(long.MaxValue, 299_000, LockdownElements.RenewalDue)]
    [InlineData(long.MaxValue, 3_600_000, "it would outlast its end")]
    [InlineData(60_000, 0, "the set lockdown holds what nobody ordered")]
    public void The_time_left_in_the_kernel_is_compared_with_the_deadline(long until, ulong left, string? difference)
    {
        var elements = new LockdownElements();
        elements.Visit(new KernelElement([2], left, 0));
        elements.Visit(new KernelElement([10], left, 0));
        elements.Differ(Wish with { ClosedUntilMs = until }, nowMs: 0).ShouldBe(difference);
    }

    [Fact]
    public void A_missing_family_a_foreign_one_and_a_closed_set_that_should_be_open_are_noticed()
    {
        var elements = new LockdownElements();
        elements.Differ(LockdownWish.Open, 0).ShouldBeNull();
        elements.Visit(new KernelElement([2], 50_000, 0));
        elements.Differ(Wish, 0).ShouldBe("it is open and should be closed");
        elements.Differ(LockdownWish.Open, 0).ShouldBe("it is closed and should be open");
        elements.Visit(new KernelElement([7], 50_000, 0));
        elements.Differ(Wish, 0).ShouldBe("the set lockdown holds what nobody ordered");
    }

    [Fact]
    public void Paths_are_read_from_the_machine_and_odd_names_are_left_out()
    {
        var root = Directory.CreateTempSubdirectory("tegument-paths-").FullName;
        Directory.CreateDirectory(Path.Combine(root, "proc/thread-self/net"));
        File.WriteAllText(Path.Combine(root, "proc/thread-self/net/route"), "Iface\tDestination\nbr0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\nppp*\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\n");
        File.WriteAllText(Path.Combine(root, "proc/thread-self/net/ipv6_route"), $"{new string('0', 32)} 00 {new string('0', 32)} 00 {new string('0', 32)} ffffffff 1 0 00200200 lo\n{new string('0', 32)} 00 {new string('0', 32)} 00 fe800000000000000000000000000001 400 1 0 3 eth9\n");
        foreach (var bridge in new[] { "br0", "docker0" }) Directory.CreateDirectory(Path.Combine(root, "sys/class/net", bridge, "bridge"));
        var paths = ForwardingPaths.Read(root);
        paths.Uplinks.ShouldBe(["br0", "eth9"]);
        paths.Inside.ShouldBe(["docker0"]);
        Directory.Delete(root, recursive: true);
    }
}
