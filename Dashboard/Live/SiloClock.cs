namespace Tegument.Dashboard.Live;

/// <summary>What time it is for the silo, by which deadlines are set: the console may run on a machine whose clock goes otherwise. Pure.</summary>
public static class SiloClock
{
    /// <summary>Less is what a reply takes on its way.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromSeconds(1.5);

    public static DateTimeOffset Now(FleetView view, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (view is not { Status: { } status, Heard: { } heard }) return now;
        var ahead = status.Started + TimeSpan.FromSeconds(status.UptimeSeconds) - heard;
        return ahead.Duration() < Noise ? now : now + ahead;
    }
}
