using Tegument.Contracts.Fleet;
using Tegument.Dashboard.Live;

namespace Tegument.Dashboard.Components.Panels;

/// <summary>A host as the table shows it. Immutable; pure.</summary>
/// <param name="Behind">Revisions that it lacks of the newest that any host of its ledger applied; null when it has applied none.</param>
public sealed record HostRow(HostStatus Status, HostHealth Health, long? Behind)
{
    public string Name => Status.Report.Host;

    /// <summary>Those that need a look first, then by name.</summary>
    /// <param name="search">Part of a name, or of the words of its state; null for all.</param>
    public static IReadOnlyList<HostRow> Of(IReadOnlyList<HostStatus> hosts, bool needALook, string? search)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        var newest = hosts.Select(host => host.Report.Applied).OfType<Contracts.Bans.LedgerPosition>()
            .GroupBy(at => (at.Ledger, at.Shard)).ToDictionary(at => at.Key, at => at.Max(position => position.Revision));
        var text = search?.Trim() ?? "";
        return
        [
            .. hosts.Select(host => new HostRow(host, HostHealth.Of(host), host.Report.Applied is { } at ? newest[(at.Ledger, at.Shard)] - at.Revision : null))
                .Where(row => (!needALook || row.Health.NeedsLook) && (text.Length == 0 || row.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || row.Health.Words.Contains(text, StringComparison.OrdinalIgnoreCase)))
                .OrderByDescending(row => row.Health.NeedsLook).ThenBy(row => row.Name, StringComparer.Ordinal),
        ];
    }
}
