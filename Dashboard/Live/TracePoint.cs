using Tegument.Contracts.Qualia;

namespace Tegument.Dashboard.Live;

/// <summary>A second, or a longer step, of what the fleet felt. Immutable.</summary>
/// <param name="Items">Evidence items a second.</param>
/// <param name="Bans">Bans a second.</param>
/// <param name="Packets">Packets a second that sensors saw.</param>
/// <param name="Dropped">Packets a second that kernels dropped by our sets.</param>
/// <param name="Groups">Evidence items a second by <see cref="EvidenceGroup"/>.</param>
public sealed record TracePoint(
    DateTimeOffset At, double Pressure, double Temperature, double Pain, double Items, double Bans, double Packets, double Dropped, double[] Groups)
{
    public static TracePoint Of(QualiaSnapshot now)
    {
        ArgumentNullException.ThrowIfNull(now);
        var groups = new double[EvidenceGroups.Count];
        foreach (var count in now.Evidence) groups[(int)EvidenceGroups.Of(count.Kind)] += count.Items;
        return new TracePoint(
            now.At, now.Pressure.Value, now.Temperature.Value, now.Pain.Value, now.ItemsPerSecond, now.BansPerSecond, now.PacketsPerSecond, now.DroppedPerSecond, groups);
    }

    /// <param name="groups">Kept, not copied.</param>
    public static TracePoint Of(QualiaPoint point, double[] groups)
    {
        ArgumentNullException.ThrowIfNull(point);
        return new TracePoint(
            point.At, point.Pressure, point.Temperature, point.Pain, point.ItemsPerSecond, point.BansPerSecond, point.PacketsPerSecond, point.DroppedPerSecond, groups);
    }
}
