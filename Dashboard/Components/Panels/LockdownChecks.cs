using Tegument.Contracts.Fleet;
using Tegument.Contracts.Posture;
using Tegument.Dashboard.Live;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Panels;

/// <summary>What hosts report of a lockdown, in words. Pure; names come from hosts and are shown as text.</summary>
/// <param name="Closed">Enforcing hosts that are online and have told that they are closed under this order.</param>
/// <param name="Enforcing">Enforcing hosts that are online.</param>
/// <param name="Trouble">Those that are not closed, and why; a few.</param>
/// <param name="Sessions">Administrators' sessions that hosts know of, and admit.</param>
public sealed record LockdownChecks(int Closed, int Enforcing, IReadOnlyList<string> Trouble, int Sessions, int SessionHosts)
{
    private const int MaxNamed = 4;

    public bool AllClosed => Enforcing > 0 && Closed == Enforcing && Trouble.Count == 0;

    public static LockdownChecks Of(FleetView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var order = view.Posture is { Level: PostureLevel.Lockdown } posture ? LockdownOrder.IdOf(posture) : null;
        var enforcing = view.Hosts.Where(host => host is { Online: true, Report.Enforcing: true }).ToArray();
        var closed = enforcing.Count(host => IsClosed(host, order));
        var trouble = enforcing.Select(host => Wrong(host, order)).OfType<string>().ToArray();
        if (trouble.Length > MaxNamed) trouble = [.. trouble.Take(MaxNamed), $"{Said.Count(trouble.Length - MaxNamed)} more"];
        var sessions = view.Hosts.Where(host => host is { Online: true, Report.Protection.Sessions.Length: > 0 }).ToArray();
        return new LockdownChecks(closed, enforcing.Length, trouble, sessions.Sum(host => host.Report.Protection.Sessions.Length), sessions.Length);
    }

    public string Words(bool confirmed)
    {
        if (Enforcing == 0) return "No host enforces: nothing is closed";
        var said = $"{Said.Count(Closed)} of {Said.Of(Enforcing, "enforcing host")} report that their kernel is closed{(confirmed ? "" : ", each read back")}";
        return Trouble.Count == 0 ? said : $"{said}; {string.Join("; ", Trouble)}";
    }

    private static bool IsClosed(HostStatus host, string? order) =>
        host.Report.Lockdown is { Fault: null } lockdown && lockdown.Phase != LockdownPhase.Off && lockdown.Order == order;

    private static string? Wrong(HostStatus host, string? order)
    {
        var name = Captured.Line(host.Report.Host, 40);
        if (host.Report.Lockdown is not { } lockdown) return $"{name} is too old to say";
        if (lockdown.Fault is { } fault) return $"{name} cannot close: {Captured.Line(fault, 120)}";
        if (!IsClosed(host, order)) return $"{name} has not told yet";
        return null;
    }
}
