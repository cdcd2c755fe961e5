using Tegument.Contracts.Bans;
using Tegument.Contracts.Fleet;
using Tegument.Dashboard.Live;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Explain;

/// <summary>A host whose kernel does not hold the ban, and why.</summary>
public readonly record struct MissingHost(string Host, string Why, bool Warn);

/// <summary>Which hosts hold a ban in their kernels: those that enforce, are well, and have applied the ledger up to its revision. Pure.</summary>
public sealed record Enforcement(int Held, int Of, int Observing, IReadOnlyList<MissingHost> Missing)
{
    public static Enforcement For(Ban ban, IReadOnlyList<HostStatus> hosts)
    {
        ArgumentNullException.ThrowIfNull(ban);
        ArgumentNullException.ThrowIfNull(hosts);
        var executors = hosts.Where(host => host.Report.Roles.Contains("enforce")).ToList();
        var missing = executors.Select(host => (host.Report.Host, Why: Why(host, ban))).Where(host => host.Why is not null)
            .Select(host => new MissingHost(Captured.Line(host.Host, 40), host.Why!.Value.Text, host.Why.Value.Warn)).ToList();
        return new Enforcement(executors.Count - missing.Count, executors.Count, executors.Count(host => !host.Report.Enforcing), missing);
    }

    private static (string Text, bool Warn)? Why(HostStatus host, Ban ban)
    {
        if (KernelHold.IsKnown(host, ban.Revision)) return null;
        if (!host.Online) return ($"silent for {Said.About(TimeSpan.FromSeconds(host.LagSeconds))}; its kernel keeps what it held", true);
        if (!host.Report.Enforcing) return ("observing only", false);
        if (host.Report.Applied is not { } applied || applied.Revision < ban.Revision) return host.Report.Stale is { } stale ? ($"executor stale: {Captured.Line(stale, 80)}", true) : ("has not applied it yet", true);
        return ($"applied, but stale since: {Captured.Line(host.Report.Stale, 80)}", true);
    }
}
