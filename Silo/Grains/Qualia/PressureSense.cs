using System.Globalization;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Qualia;

namespace Tegument.Silo.Qualia;

/// <summary>Pressure: what the sensors see now over what is usual for them. Pure.</summary>
public static class PressureSense
{
    /// <summary>The usual band reaches at least this far down and up.</summary>
    public const double LeastLow = 0.5;

    public const double LeastHigh = 2;

    public static Quale Of(FleetPulse pulse)
    {
        ArgumentNullException.ThrowIfNull(pulse);
        if (pulse.Measured == 0) return new Quale(1, Quale.TimesUsual, LeastLow, LeastHigh, Learning: true, Unknown(pulse), []);
        var value = pulse.Load / pulse.Usual;
        return new Quale(
            Math.Round(value, 3),
            Quale.TimesUsual,
            Math.Round(Math.Min(pulse.Low / pulse.Usual, LeastLow), 3),
            Math.Round(Math.Max(pulse.High / pulse.Usual, LeastHigh), 3),
            Learning: false,
            Cause(pulse, value),
            [.. pulse.Busiest.Select(host => new QualeCause("host", host.Host, Math.Round(host.PacketsPerSecond, 1), Detail(host)))]);
    }

    private static string Unknown(FleetPulse pulse) => pulse.Online == 0
        ? "no host is online"
        : string.Create(CultureInfo.InvariantCulture, $"learning what is usual: {pulse.LearnedMinutes} of {UsualRate.LearnedAfter} minutes");

    private static string Cause(FleetPulse pulse, double value)
    {
        var sensors = pulse.Measured == 1 ? "1 sensor" : string.Create(CultureInfo.InvariantCulture, $"{pulse.Measured} sensors");
        var text = string.Create(CultureInfo.InvariantCulture, $"{pulse.Load:0} packets/s where {pulse.Usual:0} are usual ({value:0.##} x) at {sensors}");
        if (pulse.Busiest.Length > 0) text += "; furthest above: " + string.Join(", ", pulse.Busiest.Select(host => $"{host.Host} ({Detail(host)})"));
        return text;
    }

    private static string Detail(HostLoadView host) =>
        string.Create(CultureInfo.InvariantCulture, $"{host.PacketsPerSecond:0} packets/s, usually {host.Usual:0}");
}
