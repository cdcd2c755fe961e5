using Tegument.Contracts.Addresses;
using Tegument.Contracts.Client;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Posture;

namespace Tegument.Sensor.Commands;

/// <summary>What the verbs say of a lockdown: the warning before, the countdown, and how far the hosts are closed.</summary>
internal static class LockdownTexts
{
    /// <summary>Null when the person at this terminal could still open a connection during a lockdown; otherwise what that means.</summary>
    public static async Task<string?> Warning(TegumentClient client, CancellationToken cancel)
    {
        // Over SSH it is the far end that must get in again, not this host; sshd tells it as "client port server port".
        var far = Environment.GetEnvironmentVariable("SSH_CONNECTION")?.Split(' ')[0];
        var preview = await client.LockdownPreviewAsync(IpKey.TryParse(far, out var address) ? address : null, cancel);
        return preview.AdmittedBy is not null
            ? null
            : $"warning: {Output.Safe(preview.Address)} is on no allow list. This session stays, but new connections from there will fail; confirm from here, or do not and all opens again.";
    }

    /// <summary>The countdown of a posture that waits to be confirmed; null for any other.</summary>
    public static string? Countdown(PostureSnapshot posture, DateTimeOffset now)
    {
        if (posture.Pending is not { } pending) return null;
        var left = Math.Max(0, (pending.ConfirmBy - now).TotalSeconds);
        return $"NOT CONFIRMED: falls back by itself in {left:0} s. From a session that still works: tegument posture confirm";
    }

    /// <summary>How many hosts are closed; null when that cannot be asked.</summary>
    public static async Task<string?> Closed(TegumentClient client, CancellationToken cancel)
    {
        HostStatus[] hosts;
        try
        {
            hosts = [.. (await client.HostsAsync(cancel)).Hosts.Where(h => h.Online && h.Report.Lockdown is not null)];
        }
        catch (TegumentApiException)
        {
            return null; // A token that may see the posture and not the hosts.
        }

        var enforcing = hosts.Where(h => h.Report.Enforcing).ToArray();
        var closed = enforcing.Count(h => h.Report.Lockdown is { Phase: not LockdownPhase.Off, Fault: null });
        var watching = hosts.Length - enforcing.Length;
        return $"closed on {closed} of {Output.Count(enforcing.Length, "enforcing host")}{(watching > 0 ? $"; {Output.Count(watching, "host")} only observe" : "")}";
    }

    /// <summary>A host's mode with its lockdown: "enforcing, closed 43 s".</summary>
    public static string Mode(HostReport report)
    {
        var mode = report.Enforcing ? "enforcing" : "OBSERVE ONLY";
        if (report.Lockdown is not { Phase: not LockdownPhase.Off } lockdown) return mode;
        var left = lockdown.SecondsLeft is { } seconds ? $" {Output.Span(seconds)}" : "";
        var state = !report.Enforcing ? "would be closed" : lockdown.Fault is not null ? "CANNOT CLOSE" : lockdown.Phase == LockdownPhase.Armed ? "closed, unconfirmed" : "closed";
        return $"{mode}, {state}{left}";
    }
}
