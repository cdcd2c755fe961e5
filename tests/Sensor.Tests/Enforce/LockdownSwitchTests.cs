using Tegument.Contracts.Addresses;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Posture;
using Tegument.Sensor.Enforce.Lockdown;

namespace Tegument.Sensor.Tests.Enforce;

public sealed class LockdownSwitchTests
{
    private static readonly LockdownOrder Unconfirmed = new("3@1", false, 60, [], [], [], 1);
    private readonly LockdownSwitch _switch = new();

    [Fact]
    public void An_unconfirmed_order_runs_out_at_its_deadline_and_never_comes_back()
    {
        _switch.Take(Unconfirmed, nowMs: 1000).ShouldBeTrue();
        _switch.Phase.ShouldBe(LockdownPhase.Armed);
        _switch.RunOut(60_999).ShouldBeFalse();
        _switch.RunOut(61_000).ShouldBeTrue();
        _switch.Phase.ShouldBe(LockdownPhase.Off);
        _switch.Take(Unconfirmed, nowMs: 61_100).ShouldBeFalse("a silo that has not noticed yet tells of it again");
        _switch.Wish(Protection.None, ForwardingPaths.None).ClosedUntilMs.ShouldBeNull();
    }

    [Fact]
    public void Telling_the_order_again_never_lengthens_it()
    {
        _switch.Take(Unconfirmed, nowMs: 0);
        _switch.Take(Unconfirmed, nowMs: 30_000).ShouldBeFalse();
        _switch.Take(Unconfirmed with { Lists = 2 }, nowMs: 30_000).ShouldBeTrue("its lists are others");
        _switch.UntilMs.ShouldBe(60_000);
        _switch.Take(Unconfirmed with { Lists = 3, SecondsLeft = 10 }, nowMs: 30_000);
        _switch.UntilMs.ShouldBe(40_000);
    }

    [Fact]
    public void A_confirmation_is_another_order_and_holds_until_the_postures_end()
    {
        _switch.Take(Unconfirmed, nowMs: 0);
        _switch.Take(Unconfirmed with { Id = "4@1", Confirmed = true, SecondsLeft = null }, nowMs: 20_000).ShouldBeTrue();
        _switch.Phase.ShouldBe(LockdownPhase.Confirmed);
        _switch.RunOut(long.MaxValue - 1).ShouldBeFalse();
        _switch.Take(null, nowMs: 30_000).ShouldBeTrue();
        _switch.Phase.ShouldBe(LockdownPhase.Off);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1e9)]
    public void No_unconfirmed_order_holds_longer_than_ten_minutes(double? seconds)
    {
        _switch.Take(Unconfirmed with { SecondsLeft = seconds }, nowMs: 0);
        _switch.UntilMs.ShouldBe(600_000);
    }

    [Fact]
    public void A_switch_that_was_restored_knows_its_deadline_and_what_is_spent()
    {
        _switch.Restore(Unconfirmed, 5000, "2@1");
        _switch.Take(Unconfirmed with { Id = "2@1" }, nowMs: 1000).ShouldBeFalse();
        _switch.Take(Unconfirmed, nowMs: 1000).ShouldBeFalse();
        _switch.RunOut(5000).ShouldBeTrue();
    }

    [Fact]
    public void The_kernel_is_given_at_most_ten_minutes_at_once_and_nothing_for_a_moment()
    {
        var wish = LockdownWish.Open with { ClosedUntilMs = long.MaxValue };
        wish.TimeoutMs(0).ShouldBe(LockdownWish.LongestMs);
        (wish with { ClosedUntilMs = 5000 }).TimeoutMs(0).ShouldBe(5000);
        (wish with { ClosedUntilMs = 5000 }).TimeoutMs(4950).ShouldBe(0, "less would be rounded to 'never'");
        LockdownWish.Open.TimeoutMs(0).ShouldBe(0);
    }

    [Fact]
    public void What_lies_in_another_prefix_is_left_out_and_the_hosts_own_friends_come_in()
    {
        var order = Unconfirmed with
        {
            Sources = [Bans.Prefix("10.1.0.0/16"), Bans.Prefix("10.0.0.0/8"), Bans.Prefix("::/0"), Bans.Prefix("2001:db8::1"), Bans.Prefix("192.0.2.9")],
            TcpPorts = [443, 22, 443, 0, 70000],
        };
        _switch.Take(order, 0);
        var protection = Protection.None with { Gateways = [IpKey.Parse("192.0.2.1")], Sessions = [IpKey.Parse("198.51.100.7")], Resolvers = [IpKey.Parse("10.0.0.53")] };
        var wish = _switch.Wish(protection, ForwardingPaths.None);
        wish.Sources.Select(s => s.ToString()).ShouldBe(["::/0", "10.0.0.0/8", "192.0.2.1", "192.0.2.9", "198.51.100.7"], ignoreOrder: true);
        wish.TcpPorts.ShouldBe([22, 443]);
    }
}
