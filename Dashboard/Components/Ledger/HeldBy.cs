using Tegument.Contracts.Fleet;
using Tegument.Dashboard.Live;

namespace Tegument.Dashboard.Components.Ledger;

/// <summary>
/// How many of the hosts that enforce hold a ban in their kernel, by <see cref="KernelHold"/>. Immutable; made once for a list of hosts.
/// </summary>
public sealed class HeldBy
{
    private readonly HostStatus[] _hosts;

    public HeldBy(IReadOnlyList<HostStatus> hosts) => _hosts = [.. hosts.Where(KernelHold.IsExpected)];

    /// <summary>Hosts that enforce.</summary>
    public int Hosts => _hosts.Length;

    public int Count(long revision)
    {
        var count = 0;
        foreach (var host in _hosts)
        {
            if (KernelHold.IsKnown(host, revision)) count++;
        }

        return count;
    }

    /// <summary>The hosts that do not hold it yet.</summary>
    public IEnumerable<string> Missing(long revision) =>
        _hosts.Where(host => !KernelHold.IsKnown(host, revision)).Select(host => host.Report.Host);
}
