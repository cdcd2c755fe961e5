using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Contracts.Posture;
using Tegument.Dashboard.Access;
using Tegument.Dashboard.Components.Layout;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Controls;

/// <summary>Sets, releases and confirms the posture as the signed-in person, and says so with a way back. A circuit's own; its dispatcher only.</summary>
public sealed class PostureActs(Operator person, Toasts toasts, TimeProvider time)
{
    public const int MaxReason = 500;

    /// <param name="before">What undo goes back to; null offers none.</param>
    /// <returns>Why it was not done; null when it was.</returns>
    public async Task<Fault?> Set(PosturePut wish, PostureSnapshot? before)
    {
        ArgumentNullException.ThrowIfNull(wish);
        var answer = await person.Ask((client, cancel) => client.SetPostureAsync(wish, cancel));
        if (answer.Value is not { } set) return answer.Fault;
        var span = wish.UntilSeconds is { } seconds ? $" for {Said.Span(seconds)}" : "";
        // An unconfirmed lockdown does not come back: undoing its end would close the fleet again.
        toasts.Show($"{PostureWords.Upper(set.Level)} set{span}", before is null or { Pending: not null } ? null : () => Undo(set, before));
        return null;
    }

    public async Task<Fault?> Release(string reason)
    {
        var answer = await person.Ask((client, cancel) => client.ReleasePostureAsync(reason, cancel));
        if (answer.Value is not { } now) return answer.Fault;
        toasts.Show($"Released: {PostureWords.Upper(now.Level)} is in force");
        return null;
    }

    public async Task<Fault?> Confirm(long version)
    {
        var answer = await person.Ask((client, cancel) => client.ConfirmPostureAsync(version, cancel));
        if (answer.Value is null) return answer.Fault;
        toasts.Show("Lockdown confirmed");
        return null;
    }

    /// <summary>Ends an unconfirmed lockdown before its time.</summary>
    /// <param name="before">What it lies on; null lets go of every manual choice.</param>
    public async Task<Fault?> StepBack(PostureSnapshot lockdown, PostureSnapshot? before)
    {
        ArgumentNullException.ThrowIfNull(lockdown);
        const string reason = "stepped back from LOCKDOWN";
        // One that the qualia armed is no manual choice to let go of: only another posture ends it.
        var answer = await person.Ask((client, cancel) => before is not null && lockdown.Mode != PostureMode.Manual
            ? client.SetPostureAsync(new PosturePut(before.Level, reason), cancel)
            : Back(client, reason, before, cancel));
        if (answer.Value is not { } now) return answer.Fault;
        toasts.Show($"{PostureWords.Upper(now.Level)} is in force again");
        return null;
    }

    private async Task Undo(PostureSnapshot set, PostureSnapshot before)
    {
        var now = await person.Ask((client, cancel) => client.PostureAsync(cancel));
        if (now.Value is { } current && current.Version != set.Version)
        {
            toasts.Show($"Not undone: {PostureWords.Upper(current.Level)} was set meanwhile by {Actors.Short(current.SetBy)}");
            return;
        }

        var fault = now.Fault;
        if (now.Value is not null)
        {
            var answer = await person.Ask((client, cancel) => Back(client, $"undo of {PostureWords.Upper(set.Level)}", before, cancel));
            if (answer.Value is { } back)
            {
                toasts.Show($"Undone: {PostureWords.Upper(back.Level)} is in force");
                return;
            }

            fault = answer.Fault;
        }

        if (fault is not null) toasts.Show($"Not undone: {Captured.Line(fault.Text)}");
    }

    /// <summary>A manual choice is made again for the time that it had left; what nobody chose is released to.</summary>
    private Task<PostureSnapshot> Back(TegumentClient client, string reason, PostureSnapshot? before, CancellationToken cancel)
    {
        var left = before?.Until - time.GetUtcNow();
        return before is { Mode: PostureMode.Manual } && left is not { TotalSeconds: < 1 }
            ? client.SetPostureAsync(new PosturePut(before.Level, reason, left?.TotalSeconds), cancel)
            : client.ReleasePostureAsync(reason, cancel);
    }
}
