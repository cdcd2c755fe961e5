using Tegument.Contracts.Posture;
using Tegument.Contracts.Qualia;
using Tegument.Silo.Policy;
using Tegument.Silo.Posture;

namespace Tegument.Silo.Tests.Posture;

/// <summary>Seconds of made-up qualia, and the posture that follows them.</summary>
internal sealed class AdaptiveRun(AdaptivePolicy policy, PostureLevel level = PostureLevel.Balanced)
{
    private AdaptiveState _state = AdaptiveState.Fresh;
    private DateTimeOffset _now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    public PostureLevel Level { get; private set; } = level;

    public List<string> Reasons { get; } = [];

    public AdaptiveRun For(int seconds, double temperature, double pressure = 1, double pain = 0)
    {
        for (var i = 0; i < seconds; i++) Second(temperature, pressure, pain);
        return this;
    }

    public void Second(double temperature, double pressure = 1, double pain = 0)
    {
        _now += TimeSpan.FromSeconds(1);
        var qualia = Qualia(_now, temperature, pressure, pain);
        _state = AdaptivePosture.Watch(_state, qualia, policy, _now);
        if (AdaptivePosture.Step(_state, Level, qualia, policy, _now) is not { } step) return;
        (Level, _state) = (step.Level, step.After);
        Reasons.Add(step.Reason);
    }

    public static QualiaSnapshot Qualia(DateTimeOffset at, double temperature, double pressure, double pain) => new(
        at,
        new Quale(pressure, Quale.TimesUsual, 0.5, 2, false, "made up", []),
        new Quale(temperature, Quale.PointsPerMinute, 0, 30, false, "made up", []),
        new Quale(pain, Quale.OfHundred, 0, 1, false, "made up", []),
        [], 0, 0, 0, 1, 1);
}
