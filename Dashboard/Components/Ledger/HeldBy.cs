using Tegument.Contracts.Fleet;

namespace Tegument.Dashboard.Components.Ledger;

/// <summary>
/// How many hosts hold a ban in their kernel: of those online that enforce, the ones whose executor has applied the ledger up to the ban's
/// revision. Immutable; made once for a list of hosts.
/// </summary>
public sealed class HeldBy
{
    private readonly HostStatus[] _hosts;

    public HeldBy(IReadOnlyList<HostStatus> hosts) => _hosts = [.. hosts.Where(host => host.Online && host.Report.Enforcing)];

    /// <summary>Hosts that enforce.</summary>
    public int Hosts => _hosts.Length;

    public int Count(long revision)
    {
        var count = 0;
        foreach (var host in _hosts)
        {
            if (host.Report.Applied is { } applied && applied.Revision >= revision) count++;
        }

        return count;
    }

    /// <summary>The hosts that do not hold it yet.</summary>
    public IEnumerable<string> Missing(long revision) =>
        _hosts.Where(host => host.Report.Applied is not { } applied || applied.Revision < revision).Select(host => host.Report.Host);
}
