using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Dashboard.Access;
using Tegument.Dashboard.Components.Controls;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Ledger;

/// <summary>Details of one ban: asks for the explanation once per ban, lifts and extends.</summary>
public sealed partial class BanDetails : LiveComponent
{
    private static readonly (string Name, TimeSpan Time)[] Extensions =
        [("+1 h", TimeSpan.FromHours(1)), ("1 d", TimeSpan.FromDays(1)), ("7 d", TimeSpan.FromDays(7)), ("30 d", TimeSpan.FromDays(30))];

    // Who walks through the list by keys does not ask for each on the way.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly CancellationTokenSource _end = new();
    private CancellationTokenSource? _asking;
    private BanLine? _shown;
    private WhySum? _why;
    private Fault? _fault;
    private Fault? _actFault;
    private string _reason = "";
    private bool _busy;

    [Parameter, EditorRequired]
    public BanLine Line { get; set; } = null!;

    /// <summary>It stands no more.</summary>
    [Parameter]
    public bool Gone { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <summary>The list is another now; true closes the details.</summary>
    [Parameter]
    public EventCallback<bool> OnActed { get; set; }

    private bool Over => Gone || Line.Left(Now) == TimeSpan.Zero;

    private bool Ready => !_busy && View.IsLive && _reason.Trim().Length > 0;

    private HeldBy Held => new(View.Hosts);

    private int Holding => Held.Count(Line.Ban.Revision);

    private string Kernels => Held.Hosts == 0 ? "no host enforces now" : Holding == Held.Hosts
        ? $"all {Said.Of(Held.Hosts, "host")}"
        : $"{Holding} of {Held.Hosts}; not yet {string.Join(", ", Held.Missing(Line.Ban.Revision).Take(3).Select(host => Captured.Line(host, 40)))}";

    protected override async Task OnParametersSetAsync()
    {
        if (_shown?.Key == Line.Key) return;
        (_shown, _why, _fault, _actFault, _reason) = (Line, null, null, null, "");
        if (_asking is not null) await _asking.CancelAsync();
        if (!RendererInfo.IsInteractive || Line.Ban.Origin != BanOrigin.Automatic) return;
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        _asking = asking;
        await Task.Delay(Pause, asking.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (asking.IsCancellationRequested) return;
        var answer = await Person.Ask((silo, cancel) => silo.ExplainAsync(Line.Ban.Address.Address, cancel), asking.Token);
        if (_asking == asking) _asking = null;
        if (_shown.Key != Line.Key || asking.IsCancellationRequested) return;
        (_why, _fault) = (answer.Value is { } explanation ? WhySum.Of(explanation) : null, answer.Fault);
    }

    /// <summary>To the reason, where lifting begins.</summary>
    public ValueTask FocusLift() => Js.InvokeVoidAsync("tegument.focus", "[data-lift-reason]");

    public ValueTask Focus() => Js.InvokeVoidAsync("tegument.focus", "#pane-title");

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _end.Cancel();
        _end.Dispose();
    }

    private Task Pressed(KeyboardEventArgs e) => e.Key == "Escape" ? OnClose.InvokeAsync() : Task.CompletedTask;

    private async Task Lift()
    {
        if (!Ready) return;
        _busy = true;
        var (ban, left, reason) = (Line.Ban, Line.Left(Now), _reason.Trim());
        var answer = await Person.Ask((silo, cancel) => silo.UnbanAsync(ban.Address, reason, ban.Origin, cancel));
        (_busy, _actFault) = (false, answer.Fault);
        if (answer.Value is not { } lifted) return;
        _reason = "";
        Toasts.Show(
            lifted.Lifted.Length == 0 ? $"{ban.Address} was not banned any more" : $"Lifted {ban.Address}{(lifted.Note is null ? "" : $"; {lifted.Note}")}",
            lifted.Lifted.Length == 0 ? null : () => Again(ban, left));
        await OnActed.InvokeAsync(true);
    }

    private async Task Again(BanView ban, TimeSpan left)
    {
        var reason = $"lift taken back: {ban.Reason}";
        var answer = await Person.Ask((silo, cancel) => silo.BanAsync(new BanCreate(ban.Address, reason.Length > 500 ? reason[..500] : reason, Math.Max(1, left.TotalSeconds)), cancel));
        Toasts.Show(answer.Fault is { } fault ? $"Not banned again: {fault.Text}" : $"Banned {ban.Address} again, by hand, for the {Said.Span(left)} that were left");
        await OnActed.InvokeAsync(false);
    }

    private async Task Extend(TimeSpan time)
    {
        if (!Ready) return;
        _busy = true;
        var (ban, left, reason) = (Line.Ban, Line.Left(Now), _reason.Trim());
        var answer = await Person.Ask((silo, cancel) => silo.BanAsync(new BanCreate(ban.Address, reason, time.TotalSeconds), cancel));
        (_busy, _actFault) = (false, answer.Fault);
        if (answer.Value is not { } made) return;
        _reason = "";
        Toasts.Show($"{ban.Address} is banned by hand until {Said.Full(made.Ban.Expires)}{(made.Note is null ? "" : $"; {made.Note}")}", () => Shorten(ban, left));
        await OnActed.InvokeAsync(false);
    }

    /// <summary>A ban by hand gets its old time back; beside another's ban, the one by hand goes.</summary>
    private async Task Shorten(BanView ban, TimeSpan left)
    {
        var fault = ban.Origin == BanOrigin.Manual
            ? (await Person.Ask((silo, cancel) => silo.BanAsync(new BanCreate(ban.Address, ban.Reason, Math.Max(1, left.TotalSeconds)), cancel))).Fault
            : (await Person.Ask((silo, cancel) => silo.UnbanAsync(ban.Address, "extension taken back", BanOrigin.Manual, cancel))).Fault;
        Toasts.Show(fault is null ? $"{ban.Address} ends as before" : $"Not taken back: {fault.Text}");
        await OnActed.InvokeAsync(false);
    }
}
