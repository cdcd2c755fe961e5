using Tegument.Contracts.Posture;
using Tegument.Silo.Policy;
using Tegument.Silo.Posture;
using Tegument.Silo.Tests.Qualia;
using Tegument.Silo.Tests.Support;

namespace Tegument.Silo.Tests.Posture;

public sealed class AdaptiveGrainTests : IAsyncDisposable
{
    private static readonly GrainOptions Options = new()
    {
        Policy = FleetPolicy.Default with { Adaptive = new AdaptivePolicy { Enabled = true, LowerAfter = TimeSpan.FromMinutes(1) } },
    };

    private readonly TestSilo _silo = new(Options);
    private int _attackers;

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task An_attack_raises_the_posture_bans_the_suspects_and_is_over_some_time_after_it_ends()
    {
        await _silo.Posture.Get();
        await Attack(_silo, 12);
        var posture = await _silo.Posture.Get();
        posture.ShouldSatisfyAllConditions(
            p => p.Level.ShouldBe(PostureLevel.Hardened), p => p.Mode.ShouldBe(PostureMode.Adaptive), p => p.SetBy.ShouldBe("adaptive"),
            p => p.Reason.ShouldContain("reached 1000"));
        (await _silo.Banned()).Length.ShouldBeGreaterThan(0);
        await Quiet(_silo, 500);
        (await _silo.Posture.Get()).ShouldSatisfyAllConditions(p => p.Level.ShouldBe(PostureLevel.Balanced), p => p.Mode.ShouldBe(PostureMode.Adaptive));
        (await _silo.Banned()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_manual_choice_wins_until_it_ends_and_then_the_qualia_go_on()
    {
        await _silo.SetPosture(PostureLevel.Balanced, TimeSpan.FromSeconds(60));
        await Attack(_silo, 59);
        (await _silo.Posture.Get()).ShouldSatisfyAllConditions(p => p.Level.ShouldBe(PostureLevel.Balanced), p => p.Mode.ShouldBe(PostureMode.Manual));
        await Attack(_silo, 3);
        (await _silo.Posture.Get()).ShouldSatisfyAllConditions(p => p.Level.ShouldBe(PostureLevel.Hardened), p => p.Mode.ShouldBe(PostureMode.Adaptive));
    }

    [Fact]
    public async Task A_manual_choice_without_an_end_wins_until_it_is_released()
    {
        await _silo.SetPosture(PostureLevel.Explore);
        await Attack(_silo, 60);
        (await _silo.Posture.Get()).Level.ShouldBe(PostureLevel.Explore);
        (await _silo.Posture.Release(new PostureRelease("op", "enough"))).ShouldSatisfyAllConditions(
            p => p.Level.ShouldBe(PostureLevel.Balanced), p => p.Mode.ShouldBe(PostureMode.Default), p => p.SetBy.ShouldBe("op"));
        await Attack(_silo, 1);
        (await _silo.Posture.Get()).Level.ShouldBe(PostureLevel.Hardened);
    }

    [Fact]
    public async Task A_manual_choice_above_an_adaptive_posture_gives_it_back()
    {
        await _silo.Posture.Get();
        await Attack(_silo, 12);
        await _silo.SetPosture(PostureLevel.Lockdown, TimeSpan.FromSeconds(10));
        await Attack(_silo, 11);
        (await _silo.Posture.Get()).ShouldSatisfyAllConditions(p => p.Level.ShouldBe(PostureLevel.Hardened), p => p.Mode.ShouldBe(PostureMode.Adaptive));
    }

    [Fact]
    public async Task Switched_off_in_the_policy_it_gives_the_default_posture_back()
    {
        await _silo.Posture.Get();
        await Attack(_silo, 12);
        _silo.Get<PolicyBoard>().Replace(FleetPolicy.Default);
        await Attack(_silo, 1);
        (await _silo.Posture.Get()).ShouldSatisfyAllConditions(
            p => p.Level.ShouldBe(PostureLevel.Balanced), p => p.Mode.ShouldBe(PostureMode.Default), p => p.Reason.ShouldBe(AdaptiveText.SwitchedOff));
    }

    [Fact]
    public async Task Without_being_enabled_nothing_moves()
    {
        _silo.Get<PolicyBoard>().Replace(FleetPolicy.Default);
        await _silo.Posture.Get();
        await Attack(_silo, 60);
        (await _silo.Posture.Get()).ShouldSatisfyAllConditions(p => p.Version.ShouldBe(1), p => p.Mode.ShouldBe(PostureMode.Default));
    }

    [Fact]
    public async Task A_restart_neither_loses_the_level_nor_lets_it_fall_at_once()
    {
        await _silo.Posture.Get();
        await Attack(_silo, 12);
        await using var next = new TestSilo(Options, before: _silo);
        await next.Get<SiloRefresh>().Refresh();
        next.Get<PostureBoard>().Current.ShouldSatisfyAllConditions(p => p.Level.ShouldBe(PostureLevel.Hardened), p => p.Mode.ShouldBe(PostureMode.Adaptive));
        await Quiet(next, 59);
        next.Get<PostureBoard>().Level.ShouldBe(PostureLevel.Hardened);
        await Quiet(next, 500);
        next.Get<PostureBoard>().Level.ShouldBe(PostureLevel.Balanced);
    }

    [Fact]
    public async Task A_wish_that_was_judged_by_another_posture_is_void()
    {
        var before = await _silo.Posture.Get();
        await _silo.SetPosture(PostureLevel.Explore, TimeSpan.FromMinutes(1));
        (await _silo.Posture.Adapt(new PostureAdaptation(PostureLevel.Hardened, "late", before.Version))).Level.ShouldBe(PostureLevel.Explore);
    }

    [Fact]
    public async Task The_history_tells_who_why_from_and_until()
    {
        var start = _silo.Now;
        await _silo.Posture.Get();
        _silo.Time.Advance(TimeSpan.FromMinutes(1));
        await _silo.SetPosture(PostureLevel.Hardened, TimeSpan.FromMinutes(10));
        _silo.Time.Advance(TimeSpan.FromMinutes(20));
        var periods = await _silo.Posture.History(10, long.MaxValue);
        periods.Select(p => (p.Posture.Level, p.Posture.Mode, p.Posture.SetBy, p.From, p.Until)).ShouldBe(
        [
            (PostureLevel.Balanced, PostureMode.Default, "default", start.AddMinutes(11), null),
            (PostureLevel.Hardened, PostureMode.Manual, "op", start.AddMinutes(1), start.AddMinutes(11)),
            (PostureLevel.Balanced, PostureMode.Default, "default", start, start.AddMinutes(1)),
        ]);
        (await _silo.Posture.History(10, 3)).Select(p => p.Posture.Version).ShouldBe([2, 1]);
    }

    /// <summary>Every second, forty strangers probe five ports each: 2,000 points, and none is banned under balanced.</summary>
    private async Task Attack(TestSilo silo, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            await silo.Take([.. Enumerable.Range(0, 40).Select(_ => silo.Scan($"203.{_attackers / 65536}.{_attackers / 256 % 256}.{_attackers++ % 256}", 7))]);
            await QualiaGrainTests.Second(silo);
        }
    }

    private static async Task Quiet(TestSilo silo, int seconds)
    {
        for (var i = 0; i < seconds; i++) await QualiaGrainTests.Second(silo);
    }
}
