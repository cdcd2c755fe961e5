using Tegument.Contracts.Fleet;
using Tegument.Dashboard.Live;

namespace Tegument.Dashboard.Components.Panels;

/// <summary>The fleet as cells, bounded: those that need a look first to be kept, then by name. Immutable.</summary>
/// <param name="Cells">By name.</param>
/// <param name="Unwell">Named with what is wrong, at most <see cref="MaxNamed"/>.</param>
public sealed record FleetShown(int Hosts, int Well, IReadOnlyList<(string Name, bool NeedsLook)> Cells, IReadOnlyList<(string Name, string Words)> Unwell)
{
    public const int MaxCells = 30;
    public const int MaxNamed = 4;

    public int CellsLeft => Hosts - Cells.Count;

    public int UnwellLeft => Hosts - Well - Unwell.Count;

    public static FleetShown Of(IReadOnlyList<HostStatus> hosts)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        var all = hosts.Select(host => (Name: host.Report.Host, Health: HostHealth.Of(host))).OrderBy(host => host.Name, StringComparer.Ordinal).ToArray();
        var unwell = all.Where(host => host.Health.NeedsLook).ToArray();
        var cells = all.OrderByDescending(host => host.Health.NeedsLook).Take(MaxCells).OrderBy(host => host.Name, StringComparer.Ordinal);
        return new FleetShown(
            all.Length, all.Length - unwell.Length, [.. cells.Select(host => (host.Name, host.Health.NeedsLook))], [.. unwell.Take(MaxNamed).Select(host => (host.Name, host.Health.Words))]);
    }
}
