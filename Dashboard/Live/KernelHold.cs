using Tegument.Contracts.Fleet;

namespace Tegument.Dashboard.Live;

/// <summary>Whether a host's kernel holds a ban: the one rule for every page that counts it. Pure.</summary>
public static class KernelHold
{
    /// <summary>The host blocks what is banned when it is well; one that fell silent is expected to, and is missed.</summary>
    public static bool IsExpected(HostStatus host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.Report.Enforcing && host.Report.Roles.Contains("enforce");
    }

    /// <summary>It is heard, its executor is well, and it has applied the ledger up to the ban's revision.</summary>
    public static bool IsKnown(HostStatus host, long revision)
    {
        ArgumentNullException.ThrowIfNull(host);
        return IsExpected(host) && host.Online && host.Report.Stale is null && host.Report.Applied is { } applied && applied.Revision >= revision;
    }
}
