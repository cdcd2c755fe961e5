using Tegument.Contracts.Addresses;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Posture;
using Tegument.Silo.Policy;
using Tegument.Silo.Posture;
using Tegument.Silo.Protection;
using Tegument.Silo.Tests.Support;

namespace Tegument.Silo.Tests.Posture;

public sealed class LockdownTests : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly TestSilo _silo = new();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task Unconfirmed_it_falls_back_to_the_posture_before()
    {
        await _silo.SetPosture(PostureLevel.Hardened);
        var armed = await _silo.SetPosture(PostureLevel.Lockdown);
        armed.Until.ShouldBe(_silo.Now + Minute);
        armed.Pending.ShouldBe(new LockdownPending(_silo.Now + Minute, null));
        _silo.Time.Advance(Minute);
        _silo.Get<PostureBoard>().Level.ShouldBe(PostureLevel.Hardened);
    }

    [Fact]
    public async Task Confirmed_it_holds_as_it_was_asked_for()
    {
        var armed = await _silo.SetPosture(PostureLevel.Lockdown);
        var confirmed = await _silo.Posture.Confirm(new PostureConfirmation(armed.Version, "op"));
        confirmed.ShouldSatisfyAllConditions(p => p.Pending.ShouldBeNull(), p => p.Until.ShouldBeNull(), p => p.Version.ShouldBe(armed.Version + 1));
        _silo.Time.Advance(TimeSpan.FromDays(7));
        (await _silo.Posture.Get()).Level.ShouldBe(PostureLevel.Lockdown);
    }

    [Fact]
    public async Task A_temporary_one_ends_when_it_was_asked_to_and_uncovers_what_lay_beneath()
    {
        await _silo.SetPosture(PostureLevel.Hardened, 30 * Minute);
        var armed = await _silo.SetPosture(PostureLevel.Lockdown, 10 * Minute);
        await _silo.Posture.Confirm(new PostureConfirmation(armed.Version, "op"));
        _silo.Time.Advance((10 * Minute) - Second);
        (await _silo.Posture.Get()).Level.ShouldBe(PostureLevel.Lockdown);
        _silo.Time.Advance(Second);
        (await _silo.Posture.Get()).Level.ShouldBe(PostureLevel.Hardened);
    }

    [Fact]
    public async Task The_switch_survives_a_restart_of_the_silo()
    {
        await _silo.SetPosture(PostureLevel.Lockdown);
        _silo.Time.Advance(40 * Second);
        await using var next = new TestSilo(before: _silo);
        (await next.Posture.Get()).Pending!.ConfirmBy.ShouldBe(_silo.Now + (20 * Second));
        _silo.Time.Advance(20 * Second);
        (await next.Posture.Get()).Level.ShouldBe(PostureLevel.Balanced);
    }

    [Fact]
    public async Task Arming_again_starts_the_switch_anew_and_does_not_pile_up()
    {
        await _silo.SetPosture(PostureLevel.Hardened);
        await _silo.SetPosture(PostureLevel.Lockdown);
        _silo.Time.Advance(50 * Second);
        (await _silo.SetPosture(PostureLevel.Lockdown)).Pending!.ConfirmBy.ShouldBe(_silo.Now + Minute);
        _silo.Time.Advance(Minute);
        (await _silo.Posture.Get()).Level.ShouldBe(PostureLevel.Hardened);
    }

    [Fact]
    public async Task A_confirmed_one_that_is_set_again_needs_no_second_confirmation()
    {
        var armed = await _silo.SetPosture(PostureLevel.Lockdown);
        await _silo.Posture.Confirm(new PostureConfirmation(armed.Version, "op"));
        (await _silo.SetPosture(PostureLevel.Lockdown, 10 * Minute)).Pending.ShouldBeNull();
    }

    [Fact]
    public async Task What_replaces_an_unconfirmed_one_ends_it_for_good()
    {
        await _silo.SetPosture(PostureLevel.Lockdown);
        await _silo.SetPosture(PostureLevel.Hardened, 10 * Second);
        _silo.Time.Advance(10 * Second);
        (await _silo.Posture.Get()).Level.ShouldBe(PostureLevel.Balanced);
    }

    [Fact]
    public async Task Nothing_is_confirmed_unseen()
    {
        (await Refusal(1)).ShouldBe("no lockdown waits to be confirmed");
        var armed = await _silo.SetPosture(PostureLevel.Lockdown);
        (await Refusal(armed.Version - 1)).ShouldBe($"the posture is at version {armed.Version}, not {armed.Version - 1}");
        _silo.Time.Advance(Minute);
        (await Refusal(armed.Version)).ShouldBe("no lockdown waits to be confirmed");

        async Task<string> Refusal(long version) =>
            (await Should.ThrowAsync<InvalidOperationException>(() => _silo.Posture.Confirm(new PostureConfirmation(version, "op")))).Message;
    }

    [Theory]
    [InlineData(PostureLevel.Lockdown, 9)]
    [InlineData(PostureLevel.Lockdown, 601)]
    [InlineData(PostureLevel.Hardened, 60)]
    public async Task A_switch_out_of_its_range_is_refused(PostureLevel level, int seconds) =>
        (await Should.ThrowAsync<ArgumentException>(() => _silo.Posture.Set(new PostureChange(level, "op", "", null, ConfirmWithin: TimeSpan.FromSeconds(seconds)))))
            .Message.ShouldStartWith("confirmWithin:");

    [Fact]
    public async Task The_switch_never_runs_longer_than_the_lockdown_was_asked_for()
    {
        var armed = await _silo.SetPosture(PostureLevel.Lockdown, 5 * Second);
        armed.Until.ShouldBe(_silo.Now + (5 * Second));
    }

    [Fact]
    public async Task Executors_are_told_seconds_and_who_is_admitted()
    {
        var orders = _silo.Get<LockdownOrders>();
        _silo.Protection.Allow([
            new ProtectedNetwork(IpPrefix.Parse("192.0.2.0/24"), ProtectedNetwork.AllowList, "test"),
            new ProtectedNetwork(IpPrefix.Parse("198.18.0.0/15"), ProtectedNetwork.OurNetwork, "test"),
        ]);
        await _silo.Fleet.Heartbeat(TestSilo.Report("web1", Contracts.Fleet.Protection.None with { Own = [IpKey.Parse("198.51.100.1"), IpKey.Parse("127.0.0.1")], Sessions = [IpKey.Parse("203.0.113.5")] }));
        orders.For(await _silo.Posture.Get(), []).ShouldBeNull();
        var armed = await _silo.SetPosture(PostureLevel.Lockdown);
        _silo.Time.Advance(15 * Second);
        var order = orders.For(armed, [IpPrefix.Parse("203.0.113.80")])!;
        order.ShouldSatisfyAllConditions(o => o.Confirmed.ShouldBeFalse(), o => o.SecondsLeft.ShouldBe(45), o => o.Id.ShouldBe(LockdownOrders.Id(armed)));
        order.Sources.Select(s => s.ToString()).ShouldBe(["192.0.2.0/24", "198.51.100.1", "203.0.113.5", "203.0.113.80"], ignoreOrder: true);
        orders.For(armed, [])!.Lists.ShouldNotBe(order.Lists);
        orders.For(armed, [IpPrefix.Parse("203.0.113.80")])!.Lists.ShouldBe(order.Lists);
    }

    [Fact]
    public async Task A_host_is_told_again_until_it_stands_at_the_order()
    {
        var armed = await _silo.SetPosture(PostureLevel.Lockdown);
        var order = _silo.Get<LockdownOrders>().For(armed, [])!;
        LockdownOrders.IsBehind(LockdownReport.Off, order).ShouldBeTrue();
        LockdownOrders.IsBehind(new LockdownReport(LockdownPhase.Armed, order.Id, order.Lists), order).ShouldBeFalse();
        LockdownOrders.IsBehind(new LockdownReport(LockdownPhase.Armed, order.Id, order.Lists + 1), order).ShouldBeTrue();
        LockdownOrders.IsBehind(new LockdownReport(LockdownPhase.Off, order.Id), order).ShouldBeFalse("it ran out there; saying it again would not close it");
        LockdownOrders.IsBehind(new LockdownReport(LockdownPhase.Confirmed, order.Id), null).ShouldBeTrue();
        LockdownOrders.HasActed(new LockdownReport(LockdownPhase.Off, order.Id), armed).ShouldBeFalse();
        LockdownOrders.HasActed(new LockdownReport(LockdownPhase.Armed, order.Id, Fault: "no conntrack"), armed).ShouldBeTrue();
    }

    [Fact]
    public async Task One_that_the_qualia_arm_waits_to_be_confirmed_too_and_is_not_armed_again_at_once()
    {
        var armed = await Adapt(PostureLevel.Lockdown);
        armed.ShouldSatisfyAllConditions(p => p.Pending.ShouldNotBeNull(), p => p.Mode.ShouldBe(PostureMode.Adaptive));
        _silo.Time.Advance(Minute);
        (await _silo.Posture.Get()).Level.ShouldBe(PostureLevel.Balanced);
        (await Adapt(PostureLevel.Lockdown)).Level.ShouldBe(PostureLevel.Balanced, "nobody answered");
        _silo.Time.Advance(PostureHistory.NotAskedAgainFor);
        armed = await Adapt(PostureLevel.Lockdown);
        (await _silo.Posture.Confirm(new PostureConfirmation(armed.Version, "op"))).ShouldSatisfyAllConditions(p => p.Pending.ShouldBeNull(), p => p.Mode.ShouldBe(PostureMode.Adaptive));
        (await Adapt(PostureLevel.Hardened)).Level.ShouldBe(PostureLevel.Hardened, "and they may lower it again");

        async Task<PostureSnapshot> Adapt(PostureLevel level) =>
            await _silo.Posture.Adapt(new PostureAdaptation(level, "hot", (await _silo.Posture.Get()).Version));
    }

    [Fact]
    public void A_policy_out_of_range_is_refused_by_field()
    {
        (FleetPolicy.Default with { Lockdown = new LockdownPolicy { ConfirmWithin = Second } }).Validate().ShouldStartWith("lockdown.confirmWithin:");
        (FleetPolicy.Default with { Lockdown = new LockdownPolicy { AllowedTcpPorts = [0] } }).Validate().ShouldStartWith("lockdown.allowedTcpPorts:");
        (FleetPolicy.Default with { Lockdown = new LockdownPolicy { AllowedUdpPorts = [70000] } }).Validate().ShouldStartWith("lockdown.allowedUdpPorts:");
        FleetPolicy.Default.Validate().ShouldBeNull();
    }
}
