using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Dashboard.Access;
using Tegument.Dashboard.Components.Controls;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Ledger;

/// <summary>The form of a ban by hand: a dry run says what the ledger would answer while one types.</summary>
public sealed partial class AddBan : LiveComponent
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private CancellationTokenSource? _asking;
    private string? _given;
    private string _text = "", _reason = "";
    private string? _error, _refusal;
    private IpPrefix? _prefix;
    private BanView[] _standing = [];
    private TimeSpan _ttl = TimeSpan.FromHours(1);
    private bool _sure, _busy, _checked;
    private Fault? _fault;

    /// <summary>Filled in already; empty for nothing.</summary>
    [Parameter]
    public string Address { get; set; } = "";

    [Parameter]
    public EventCallback OnClose { get; set; }

    [Parameter]
    public EventCallback OnActed { get; set; }

    private IpPrefix? Wide => _prefix is { } prefix && BanWords.IsWide(prefix) ? prefix : null;

    private bool Ready => !_busy && View.IsLive && _prefix is not null && _refusal is null && _reason.Trim().Length > 0 && (Wide is null || _sure);

    private string Outcome
    {
        get
        {
            var until = $"Until {Said.Full(Now + _ttl)}";
            if (!View.IsLive) return "The silo does not answer; nothing can be banned now.";
            var hosts = View.Totals.Enforcing;
            return hosts == 0 ? $"{until}. No host enforces now: it is decided and blocks nothing yet." : $"{until} on {Said.Of(hosts, "host")}. Undo for 30 s.";
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_given == Address) return;
        _given = _text = Address;
        await Check();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) await Js.InvokeVoidAsync("tegument.focus", _text.Length == 0 ? "[data-add-address]" : "[name=reason]");
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _asking?.Cancel();
        _asking?.Dispose();
    }

    private Task Pressed(KeyboardEventArgs e) => e.Key == "Escape" ? OnClose.InvokeAsync() : Task.CompletedTask;

    private async Task Typed(ChangeEventArgs e)
    {
        _text = e.Value as string ?? "";
        await Check();
    }

    private async Task Check()
    {
        _asking?.Cancel();
        _asking?.Dispose();
        var asking = (_asking = new CancellationTokenSource()).Token;
        (_prefix, _error, _refusal, _standing, _checked, _sure, _fault) = (null, null, null, [], false, false, null);
        var text = _text.Trim();
        if (text.Length == 0) return;
        if (!IpPrefix.TryParse(text, out var prefix, out var error))
        {
            _error = error;
            return;
        }

        _prefix = prefix;
        if (!RendererInfo.IsInteractive) return;
        await Task.Delay(Pause, asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (asking.IsCancellationRequested) return;
        var bulk = new BanBulk([new BanCreate(prefix, "would be", _ttl.TotalSeconds)], DryRun: true);
        var dry = await Person.Ask((silo, cancel) => silo.BanBulkAsync(bulk, cancel), asking);
        var standing = await Person.Ask((silo, cancel) => silo.BansAsync(new BanFilter(20, Covering: prefix.Address), cancel), asking);
        if (asking.IsCancellationRequested) return;
        _refusal = dry.Value?.Items.FirstOrDefault()?.Refusal;
        _fault = dry.Fault ?? standing.Fault;
        _standing = [.. (standing.Value?.Bans ?? []).Where(ban => ban.Address.Contains(prefix))];
        _checked = dry.Value is not null;
    }

    private async Task Submit()
    {
        if (!Ready || _prefix is not { } prefix) return;
        _busy = true;
        var (reason, ttl) = (_reason.Trim(), _ttl);
        var before = _standing.FirstOrDefault(ban => ban.Address == prefix && ban.Origin == BanOrigin.Manual);
        var answer = await Person.Ask((silo, cancel) => silo.BanAsync(new BanCreate(prefix, reason, ttl.TotalSeconds), cancel));
        (_busy, _fault) = (false, answer.Fault);
        if (answer.Value is not { } made) return;
        var note = made.Note is null ? "" : $"; {made.Note}";
        Toasts.Show($"Banned {prefix} until {Said.Full(made.Ban.Expires)}{note}", () => Undo(prefix, before));
        await OnActed.InvokeAsync();
    }

    /// <summary>What stood by hand before stands again.</summary>
    private async Task Undo(IpPrefix prefix, BanView? before)
    {
        var left = before is null ? 0 : (before.Expires - Now).TotalSeconds;
        var fault = left >= 1
            ? (await Person.Ask((silo, cancel) => silo.BanAsync(new BanCreate(prefix, before!.Reason, left), cancel))).Fault
            : (await Person.Ask((silo, cancel) => silo.UnbanAsync(prefix, "ban taken back", BanOrigin.Manual, cancel))).Fault;
        Toasts.Show(fault is null ? $"{prefix} is as it was before" : $"Not taken back: {fault.Text}");
        await OnActed.InvokeAsync();
    }
}
