using Tegument.Contracts.Fleet;

namespace Tegument.Dashboard.Live;

/// <summary>
/// The last quarter of an hour of each host's packets, <see cref="MaxPoints"/> a host; hosts that are listed no more are forgotten, so there are
/// never more than the list holds. Owned by one thread.
/// </summary>
public sealed class HostLoads
{
    public const int MaxPoints = 60;
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(15);

    private Dictionary<string, HostLoad> _loads = [];
    private DateTimeOffset _last = DateTimeOffset.MinValue;

    /// <summary>Takes note of what is told now, once in a <see cref="Step"/>. The same object while nothing was noted.</summary>
    public IReadOnlyDictionary<string, HostLoad> Add(HostStatus[] hosts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        if (now - _last < Step) return _loads;
        _last = now;
        var next = new Dictionary<string, HostLoad>(hosts.Length, StringComparer.Ordinal);
        foreach (var host in hosts)
        {
            IReadOnlyList<float> before = _loads.TryGetValue(host.Report.Host, out var known) ? known.Points : [];
            next[host.Report.Host] = new HostLoad([.. before.Skip(Math.Max(0, before.Count - MaxPoints + 1)), (float)host.PacketsPerSecond]);
        }

        return _loads = next;
    }
}
