using Tegument.Contracts.Fleet;
using Tegument.Contracts.Live;

namespace Tegument.Silo.Host.Gateway.Live;

/// <summary>What changed between two looks at the fleet. The first look tells nothing. Owned by one watcher.</summary>
internal sealed class HostMoves
{
    private Dictionary<string, HostStatus>? _before;

    public List<HostEvent> Look(HostStatus[] hosts)
    {
        var moves = new List<HostEvent>();
        var before = _before;
        _before = hosts.ToDictionary(host => host.Report.Host, StringComparer.Ordinal);
        if (before is null) return moves;
        foreach (var host in hosts)
        {
            var changes = before.Remove(host.Report.Host, out var earlier) ? Between(earlier, host) : ["added", host.Online ? "online" : "offline"];
            if (changes.Count > 0) moves.Add(Event(host, changes));
        }

        foreach (var gone in before.Values) moves.Add(Event(gone, ["removed"]) with { Online = false });
        return moves;
    }

    private static List<string> Between(HostStatus before, HostStatus now)
    {
        var changes = new List<string>();
        if (before.Online != now.Online) changes.Add(now.Online ? "online" : "offline");
        if (before.Report.Enforcing != now.Report.Enforcing) changes.Add(now.Report.Enforcing ? "enforcing" : "observing");
        if (before.Report.Stale != now.Report.Stale) changes.Add(now.Report.Stale is null ? "fresh" : "stale");
        if (before.Report.Version != now.Report.Version) changes.Add("version");
        return changes;
    }

    private static HostEvent Event(HostStatus host, List<string> changes) =>
        new(host.Report.Host, [.. changes], host.Online, host.Report.Enforcing, host.Report.Stale, host.Report.Version, host.LastSeen);
}
