using FsCheck;
using FsCheck.Fluent;
using Tegument.Contracts.Posture;
using Tegument.Silo.Policy;

namespace Tegument.Silo.Tests.Posture;

/// <summary>What holds for any course of the qualia. FsCheck prints the seed of a failure; put it into the configuration to see it again.</summary>
public sealed class AdaptiveProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(300);

    /// <summary>Quick to hold and to step, so that a course of some hundred seconds sees many of them.</summary>
    private static readonly AdaptivePolicy Policy = new()
    {
        Enabled = true,
        RaiseAfter = TimeSpan.FromSeconds(3),
        LowerAfter = TimeSpan.FromSeconds(8),
        StepEvery = TimeSpan.FromSeconds(5),
        Floor = PostureLevel.Explore,
        Ceiling = PostureLevel.Lockdown,
    };

    // Stretches of one temperature each, around every limit.
    private static readonly Gen<(double Temperature, int Seconds)> Stretch =
        from temperature in Gen.Elements(0.0, 49, 50, 120, 199, 200, 299, 300, 700, 999, 1000, 2999, 3000, 5000, 9999, 10_000, 20_000)
        from seconds in Gen.Choose(1, 12)
        select (temperature, seconds);

    private static readonly Gen<double[]> Courses =
        Stretch.ArrayOf().Where(c => c.Length > 0).Select(c => c.SelectMany(s => Enumerable.Repeat(s.Temperature, s.Seconds)).Take(400).ToArray());

    private static readonly Gen<(PostureLevel Floor, PostureLevel Ceiling)> Bounds =
        from a in Gen.Elements(Enum.GetValues<PostureLevel>())
        from b in Gen.Elements(Enum.GetValues<PostureLevel>())
        select a < b ? (a, b) : (b, a);

    private static readonly Gen<PostureLevel> AnyLevel = Gen.Elements(Enum.GetValues<PostureLevel>());

    [Fact]
    public void It_never_leaves_the_floor_and_the_ceiling()
    {
        var all = from bounds in Bounds from course in Courses from level in AnyLevel select (bounds, course, level);
        Prop.ForAll(all.ToArbitrary(), given =>
        {
            var run = new AdaptiveRun(Policy with { Floor = given.bounds.Floor, Ceiling = given.bounds.Ceiling }, given.level);
            return Levels(run, given.course).All(level => level >= given.bounds.Floor && level <= given.bounds.Ceiling);
        }).Check(Many);
    }

    [Fact]
    public void It_moves_by_one_step_at_a_time_and_seldom() => Prop.ForAll(Courses.ToArbitrary(), course =>
    {
        var run = new AdaptiveRun(Policy);
        var levels = Levels(run, course);
        var steps = levels.Zip(levels.Skip(1)).Select((pair, second) => (Change: (int)pair.Second - (int)pair.First, second)).Where(step => step.Change != 0).ToArray();
        return steps.All(step => Math.Abs(step.Change) == 1)
            && SpacedBy(5, [.. steps.Where(step => step.Change > 0).Select(step => step.second)])
            && SpacedBy(5, [.. steps.Where(step => step.Change < 0).Select(step => step.second)])
            && run.Reasons.Count <= 2 + 2 * course.Length / 5;
    }).Check(Many);

    [Fact]
    public void Inside_the_band_nothing_ever_changes()
    {
        var band = Gen.Choose(300, 999).Select(t => (double)t).ArrayOf().Where(c => c.Length > 0);
        Prop.ForAll(band.ToArbitrary(), course =>
        {
            var hardened = new AdaptiveRun(new AdaptivePolicy { Enabled = true, LowerAfter = TimeSpan.FromSeconds(1) }, PostureLevel.Hardened);
            var balanced = new AdaptiveRun(new AdaptivePolicy { Enabled = true, RaiseAfter = TimeSpan.Zero }, PostureLevel.Balanced);
            return Levels(hardened, course).All(level => level == PostureLevel.Hardened) && Levels(balanced, course).All(level => level == PostureLevel.Balanced);
        }).Check(Many);
    }

    [Fact]
    public void A_course_that_swings_over_the_whole_band_flaps_no_faster_than_the_hold_times() => Prop.ForAll(Gen.Choose(1, 30).ToArbitrary(), period =>
    {
        var run = new AdaptiveRun(new AdaptivePolicy { Enabled = true });
        for (var second = 0; second < 3600; second++) run.Second(second / period % 2 == 0 ? 5000 : 0);
        return run.Reasons.Count <= 1;
    }).Check(Many);

    [Fact]
    public void A_hotter_course_never_leads_to_a_looser_posture()
    {
        var pairs = from course in Courses
                    from more in Gen.Elements(0.0, 1, 50, 800, 9000).ArrayOf(course.Length)
                    from level in AnyLevel
                    select (course, hotter: course.Zip(more, (t, m) => t + m).ToArray(), level);
        Prop.ForAll(pairs.ToArbitrary(), given =>
        {
            var (cool, hot) = (Levels(new AdaptiveRun(Policy, given.level), given.course), Levels(new AdaptiveRun(Policy, given.level), given.hotter));
            return cool.Zip(hot).All(pair => pair.First <= pair.Second);
        }).Check(Many);
    }

    private static List<PostureLevel> Levels(AdaptiveRun run, double[] course)
    {
        var levels = new List<PostureLevel>();
        foreach (var temperature in course)
        {
            run.Second(temperature);
            levels.Add(run.Level);
        }

        return levels;
    }

    private static bool SpacedBy(int seconds, int[] at) => at.Zip(at.Skip(1)).All(pair => pair.Second - pair.First >= seconds);
}
