using Tegument.Contracts.Api;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Qualia;
using Tegument.Dashboard.Live;

namespace Tegument.Console.Tests.Overview;

/// <summary>Views as the feed would have filled them.</summary>
internal static class Told
{
    public static readonly DateTimeOffset Now = new(2025, 11, 21, 14, 32, 18, TimeSpan.Zero);

    public static TracePoint Second(int ago, double temperature = 3, double items = 1, double bans = 0, double dropped = 100)
    {
        var groups = new double[EvidenceGroups.Count];
        groups[(int)EvidenceGroup.Scan] = items;
        return new TracePoint(Now - TimeSpan.FromSeconds(ago), 1, temperature, 0, items, bans, 40_000, dropped, groups);
    }

    public static PostureSnapshot Posture(PostureLevel level, long version, DateTimeOffset at, PostureMode mode = PostureMode.Manual) =>
        new(level, version, "otto", "a drill", at, null, mode);

    public static Quale Quale(double value, double low, double high, string unit = Contracts.Qualia.Quale.PointsPerMinute, bool learning = false, int causes = 0) =>
        new(value, unit, low, high, learning, "a cause", [.. Enumerable.Range(0, causes).Select(n => new QualeCause("trouble", $"web-{n}", 1, "stale"))]);

    public static HostStatus Host(string name, string? stale = null, bool online = true, long decided = 100, long enforced = 100) => new(
        new HostReport(name, "0.1.0", ["sense", "enforce"], ["eth0"], true, "nftables", null, decided, enforced, stale, 0, 0, 0, 0, 0, Protection.None),
        Now, 1, online);

    public static FleetView Live(int bans = 1284, params HostStatus[] hosts) => FleetView.Nothing with
    {
        Link = LinkState.Live,
        Heard = Now,
        Hosts = hosts,
        Posture = Posture(PostureLevel.Balanced, 1, Now.AddDays(-1)),
        Status = new StatusReply(
            "0.1.0", Now, 1, Posture(PostureLevel.Balanced, 1, Now.AddDays(-1)),
            new FleetTotals(bans, hosts.Length, hosts.Count(h => h.Online), hosts.Count(h => h.Online), hosts.Sum(h => h.Report.Decided), hosts.Sum(h => h.Report.Enforced)), null!, null!),
    };
}
