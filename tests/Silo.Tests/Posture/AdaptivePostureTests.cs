using Tegument.Contracts.Posture;
using Tegument.Silo.Policy;
using Tegument.Silo.Posture;

namespace Tegument.Silo.Tests.Posture;

public sealed class AdaptivePostureTests
{
    private static readonly AdaptivePolicy Policy = new() { Enabled = true };

    [Fact]
    public void A_hot_fleet_becomes_stricter_after_ten_seconds_and_says_why()
    {
        var run = new AdaptiveRun(Policy);
        run.For(9, temperature: 1200).Level.ShouldBe(PostureLevel.Balanced);
        run.For(2, temperature: 1200).Level.ShouldBe(PostureLevel.Hardened);
        run.Reasons.ShouldHaveSingleItem().ShouldBe("temperature 1200 points/min reached 1000: made up");
    }

    [Fact]
    public void A_short_wave_changes_nothing()
    {
        var run = new AdaptiveRun(Policy);
        for (var i = 0; i < 100; i++) run.For(9, temperature: 1200).For(1, temperature: 900);
        run.Reasons.ShouldBeEmpty();
    }

    [Fact]
    public void It_calms_down_after_ten_quiet_minutes_only()
    {
        var run = new AdaptiveRun(Policy).For(11, temperature: 1200);
        run.For(590, temperature: 299).For(1, temperature: 300).For(600, temperature: 299).Level.ShouldBe(PostureLevel.Hardened);
        run.For(1, temperature: 299).Level.ShouldBe(PostureLevel.Balanced);
        run.Reasons[^1].ShouldBe("temperature 299 below 300, pain 0 below 25 for 10 min");
    }

    [Fact]
    public void Anything_raises_and_everything_must_be_quiet_to_lower()
    {
        var run = new AdaptiveRun(Policy).For(11, temperature: 0, pain: 60);
        run.Level.ShouldBe(PostureLevel.Hardened);
        run.For(2000, temperature: 0, pain: 30).Level.ShouldBe(PostureLevel.Hardened);
        run.For(601, temperature: 0).Level.ShouldBe(PostureLevel.Balanced);
    }

    [Fact]
    public void Lockdown_is_never_reached_unless_the_ceiling_says_so()
    {
        new AdaptiveRun(Policy).For(10_000, temperature: 1e9, pain: 100).Level.ShouldBe(PostureLevel.Hardened);
        var run = new AdaptiveRun(Policy with { Ceiling = PostureLevel.Lockdown });
        run.For(60, temperature: 1e9).Level.ShouldBe(PostureLevel.Hardened);
        run.For(11, temperature: 1e9).Level.ShouldBe(PostureLevel.Lockdown);
    }

    [Fact]
    public void A_level_outside_the_bounds_is_brought_inside_at_once()
    {
        new AdaptiveRun(Policy, PostureLevel.Explore).For(1, temperature: 0).Level.ShouldBe(PostureLevel.Balanced);
        new AdaptiveRun(Policy with { Ceiling = PostureLevel.Balanced }, PostureLevel.Lockdown).For(1, temperature: 0).Level.ShouldBe(PostureLevel.Balanced);
    }

    [Fact]
    public void Pressure_alone_raises_only_where_the_policy_gives_it_a_limit()
    {
        new AdaptiveRun(Policy).For(100, temperature: 0, pressure: 500).Level.ShouldBe(PostureLevel.Balanced);
        var limits = Policy.Hardened with { RaiseAt = Policy.Hardened.RaiseAt with { Pressure = 10 }, LowerBelow = Policy.Hardened.LowerBelow with { Pressure = 3 } };
        new AdaptiveRun(Policy with { Hardened = limits }).For(11, temperature: 0, pressure: 10).Level.ShouldBe(PostureLevel.Hardened);
    }

    [Fact]
    public void Senseless_settings_are_refused_by_field()
    {
        Refusal(p => p with { Ceiling = PostureLevel.Explore }).ShouldStartWith("adaptive.ceiling:");
        Refusal(p => p with { RaiseAfter = TimeSpan.FromHours(2) }).ShouldStartWith("adaptive.raiseAfter:");
        Refusal(p => p with { LowerAfter = TimeSpan.Zero }).ShouldStartWith("adaptive.lowerAfter:");
        Refusal(p => p with { StepEvery = TimeSpan.Zero }).ShouldStartWith("adaptive.stepEvery:");
        Refusal(p => p with { Hardened = p.Hardened with { RaiseAt = new() { Temperature = double.NaN } } }).ShouldStartWith("adaptive.hardened.raiseAt.temperature:");
        Refusal(p => p with { Hardened = p.Hardened with { LowerBelow = new() { Temperature = 2000, Pain = 5 } } }).ShouldStartWith("adaptive.hardened.lowerBelow.temperature:");
        Refusal(p => p with { Hardened = p.Hardened with { LowerBelow = new() { Temperature = 300 } } }).ShouldStartWith("adaptive.hardened.lowerBelow.pain: is needed");
        Refusal(p => p with { Lockdown = p.Hardened with { RaiseAt = p.Hardened.RaiseAt with { Pain = 49 } } }).ShouldStartWith("adaptive.lockdown.raiseAt.pain:");
        Refusal(p => p with { Lockdown = p.Lockdown with { LowerBelow = p.Lockdown.LowerBelow with { Temperature = 100 } } }).ShouldStartWith("adaptive.lockdown.lowerBelow.temperature:");
        new FleetPolicy { Adaptive = Policy }.Validate().ShouldBeNull();

        static string Refusal(Func<AdaptivePolicy, AdaptivePolicy> spoil) => new FleetPolicy { Adaptive = spoil(Policy) }.Validate().ShouldNotBeNull();
    }

    [Fact]
    public void The_report_says_what_would_raise_and_what_would_lower()
    {
        var report = AdaptiveText.Report(Policy, new PostureSnapshot(PostureLevel.Hardened, 3, "adaptive", "x", default, null, PostureMode.Adaptive), AdaptiveRun.Qualia(default, 12, 1, 0));
        report.ShouldSatisfyAllConditions(
            r => r.Moves.ShouldBeTrue(),
            r => r.Says.ShouldBe("on, from balanced to hardened"),
            r => r.Raise.ShouldBeNull(),
            r => r.Lower.ShouldBe("to balanced when temperature (now 12) is below 300 and pain (now 0) is below 25 for 10 min"));
        AdaptiveText.Report(Policy, new PostureSnapshot(PostureLevel.Balanced, 3, "op", "x", default, null), null)
            .ShouldSatisfyAllConditions(r => r.Moves.ShouldBeFalse(), r => r.Says.ShouldContain("until it is released"), r => r.Raise.ShouldBe("to hardened when temperature reaches 1000 or pain reaches 50 for 10 s"));
    }
}
