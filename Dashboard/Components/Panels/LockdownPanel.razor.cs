using Microsoft.AspNetCore.Components;
using Tegument.Contracts.Posture;
using Tegument.Dashboard.Access;
using Tegument.Dashboard.Components.Controls;
using Tegument.Dashboard.Components.Layout;
using Tegument.Dashboard.Live;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Panels;

/// <summary>Ticks by itself, so that the seconds go on while the silo is away: the switch does, too.</summary>
public partial class LockdownPanel
{
    private ITimer? _timer;
    private string? _spoken;
    private bool _busy;
    private Fault? _fault;
    private long _version;

    [Inject]
    private PostureActs Acts { get; set; } = null!;

    /// <summary>Somebody wants to leave a confirmed lockdown; the argument is the posture before.</summary>
    [Parameter]
    public EventCallback<PostureLevel> OnEnd { get; set; }

    /// <summary>What an unconfirmed lockdown falls back to; null while the history is not known.</summary>
    private PostureSnapshot? Before => View.Postures.FirstOrDefault(period => period.Posture.Version < View.Posture?.Version && period.Posture.Level != PostureLevel.Lockdown)?.Posture;

    private string Back => Before is { } before ? PostureWords.Upper(before.Level) : "the posture before";

    protected override void OnAfterRender(bool firstRender)
    {
        base.OnAfterRender(firstRender);
        if (View.Posture?.Pending is not null) _timer ??= Time.CreateTimer(_ => InvokeAsync(Tick), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    protected override bool Changed(FleetView before, FleetView now) =>
        !ReferenceEquals(before.Posture, now.Posture) || before.Link != now.Link || !ReferenceEquals(before.Postures, now.Postures);

    protected override void Dispose(bool disposing)
    {
        _timer?.Dispose();
        base.Dispose(disposing);
    }

    private int Left(LockdownPending pending) => (int)Math.Ceiling(Math.Max(0, (pending.ConfirmBy - SiloClock.Now(View, Now)).TotalSeconds));

    private void Tick()
    {
        if (View.Posture?.Pending is not { } pending)
        {
            _timer?.Dispose();
            (_timer, _spoken) = (null, null);
            return;
        }

        if (_version != View.Posture.Version) (_version, _fault) = (View.Posture.Version, null);
        _spoken = Left(pending) switch
        {
            <= 10 and > 5 => "10 seconds until lockdown falls back",
            <= 5 and > 0 => "5 seconds until lockdown falls back",
            _ => null,
        };
        StateHasChanged();
    }

    private Task Confirm() => Do(() => Acts.Confirm(View.Posture!.Version));

    private Task StepBack() => Do(() => Acts.StepBack(View.Posture!, Before));

    private async Task Do(Func<Task<Fault?>> act)
    {
        _busy = true;
        _fault = await act();
        _busy = false;
        Refresh();
    }

    private static string Holds(PostureSnapshot posture) => posture.Until is { } until ? $"It holds until {Said.Full(until)}." : "It holds until someone changes it.";
}
