using Tegument.Contracts.Fleet;

namespace Tegument.Silo.Fleet;

/// <summary>What a heartbeat may not hold. The refusal is one line that names the field.</summary>
public static class HostCheck
{
    public const int MaxNameLength = 64;
    public const int MaxTextLength = 500;
    public const int MaxEntries = 1024;

    /// <summary>A host's own addresses, and the networks it lies in.</summary>
    public const int MaxOwn = 4096;

    public const int MaxGateways = 64;
    public const int MaxResolvers = 64;
    public const int MaxSessions = 1024;

    /// <summary>Null when the report may be kept.</summary>
    public static string? Refuse(HostReport? report)
    {
        if (report is null) return "report: missing";
        if (string.IsNullOrWhiteSpace(report.Host) || report.Host.Length > MaxNameLength || report.Host.Any(char.IsControl))
        {
            return $"host: must be 1 to {MaxNameLength} printable characters";
        }

        if (report.Version is null || report.Version.Length > MaxNameLength) return $"version: at most {MaxNameLength} characters";
        if (report.Backend is null || report.Backend.Length > MaxNameLength) return $"backend: at most {MaxNameLength} characters";
        if (report.Stale?.Length > MaxTextLength) return $"stale: at most {MaxTextLength} characters";
        if (report.Lockdown is { } lockdown && (lockdown.Order?.Length > MaxNameLength || lockdown.Fault?.Length > MaxTextLength)) return "lockdown: texts too long";
        if (!AreNames(report.Roles)) return "roles: too many or too long";
        if (!AreNames(report.Interfaces)) return "interfaces: too many or too long";
        if (report.Protection is not { Own: not null, Gateways: not null, Resolvers: not null, Sessions: not null, OnLink: not null })
        {
            return "protection: missing";
        }

        return Refuse("own", report.Protection.Own.Length, MaxOwn)
            ?? Refuse("onLink", report.Protection.OnLink.Length, MaxOwn)
            ?? Refuse("gateways", report.Protection.Gateways.Length, MaxGateways)
            ?? Refuse("resolvers", report.Protection.Resolvers.Length, MaxResolvers)
            ?? Refuse("sessions", report.Protection.Sessions.Length, MaxSessions);
    }

    private static string? Refuse(string list, int count, int most) => count > most ? $"protection.{list}: {count} are more than {most}" : null;

    private static bool AreNames(string[]? names) =>
        names is { Length: <= MaxEntries } && !Array.Exists(names, name => name is null || name.Length > MaxNameLength);
}
