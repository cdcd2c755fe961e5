using Tegument.Contracts.Link;
using Tegument.Silo.Fleet;

namespace Tegument.Silo.Host.Gateway.Link;

/// <summary>What a hello may not hold; null when it is fine, else one line that names the field.</summary>
internal static class HelloCheck
{
    private const int MaxRoles = 16;

    public static string? Refuse(HelloFrame hello)
    {
        if (!IsName(hello.Host)) return $"host: must be 1 to {HostCheck.MaxNameLength} printable characters";
        if (!IsName(hello.Version)) return $"version: must be 1 to {HostCheck.MaxNameLength} printable characters";
        if (hello.Roles.Length > MaxRoles || !Array.TrueForAll(hello.Roles, IsName)) return "roles: too many or too long";
        if (hello.Report is not { } report) return null;
        if (report.Host != hello.Host) return $"report.host: this link speaks for '{hello.Host}'";
        return HostCheck.Refuse(report) is { } refusal ? $"report.{refusal}" : null;
    }

    private static bool IsName(string? text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= HostCheck.MaxNameLength && !text.Any(char.IsControl);
}
