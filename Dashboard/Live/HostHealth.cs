using System.Globalization;
using Tegument.Contracts.Fleet;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Live;

/// <summary>A host's state in words: what is wrong, or that it is well. Pure.</summary>
/// <param name="Words">"well", "executor stale: ...", "sensor blind: ...".</param>
public readonly record struct HostHealth(bool NeedsLook, string Words)
{
    public static HostHealth Of(HostStatus host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var report = host.Report;
        if (!host.Online) return new(true, $"silent for {Said.About(TimeSpan.FromSeconds(host.LagSeconds))}");
        if (report.Stale is { } why) return new(true, $"executor stale: {Captured.Line(why)}");
        if (report.Roles.Contains("sense") && host.DropsPerSecond > 0.05 * Math.Max(1, host.PacketsPerSecond))
            return new(true, string.Create(CultureInfo.InvariantCulture, $"sensor blind: loses {host.DropsPerSecond:#,0} packets/s"));
        if (report.Enforcing && report.Enforced < report.Decided) return new(true, $"{Said.Count(report.Decided - report.Enforced)} of {Said.Count(report.Decided)} bans not in its kernel yet");
        return report.Enforcing ? new(false, "well") : new(false, report.Roles.Contains("enforce") ? "well, observing only" : "well");
    }
}
