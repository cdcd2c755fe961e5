using Microsoft.AspNetCore.Components;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Dashboard.Access;
using Tegument.Dashboard.Components.Controls;
using Tegument.Dashboard.Components.Ledger;
using Tegument.Dashboard.Live;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Pages;

/// <summary>The list of bans. What it shows stands in the page's address; rows come from a <see cref="BanWindow"/>, which is begun anew when the address or the list changes.</summary>
public sealed partial class Bans : LiveComponent
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Recount = TimeSpan.FromSeconds(8);

    private readonly HashSet<IpPrefix> _selected = [];
    private BanWindow _window = null!;
    private BanTable? _table;
    private BanDetails? _details;
    private OriginCounts? _counts;
    private LedgerState? _listed;
    private BanLine? _line;
    private BanLift? _many;
    private string? _news;
    private DateTimeOffset _counted;
    private bool _operator, _gone, _reading, _stale, _focusDetails, _focusLift;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Query { get; set; }

    [SupplyParameterFromQuery]
    private string? Origin { get; set; }

    [SupplyParameterFromQuery]
    private string? Kind { get; set; }

    [SupplyParameterFromQuery]
    private string? Ends { get; set; }

    [SupplyParameterFromQuery]
    private string? Sort { get; set; }

    [SupplyParameterFromQuery]
    private string? Jump { get; set; }

    [SupplyParameterFromQuery]
    private string? Sel { get; set; }

    [SupplyParameterFromQuery]
    private string? Add { get; set; }

    [SupplyParameterFromQuery]
    private string? Import { get; set; }

    private LedgerState State { get; set; } = new();

    private bool HasPane => (Add is not null && _operator) || _line is not null;

    protected override TimeSpan Least => Again;

    protected override async Task OnInitializedAsync() => _operator = await Person.IsAsync(Roles.Operator);

    protected override async Task OnParametersSetAsync()
    {
        State = LedgerState.Of(Query, Origin, Kind, Ends, Sort, Jump);
        if (State != _listed)
        {
            var first = _listed is null;
            _listed = State;
            if (first) _window = NewWindow();
            if (RendererInfo.IsInteractive) await Begin(top: !first);
        }

        await Select();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_details is null || !(_focusDetails || _focusLift)) return;
        var lift = _focusLift;
        (_focusDetails, _focusLift) = (false, false);
        if (lift) await _details.FocusLift();
        else await _details.Focus();
    }

    /// <summary>In place while the first rows are in sight and nothing is being picked; else it only says that there is more.</summary>
    protected override bool Changed(FleetView before, FleetView now)
    {
        var news = before.Totals.Bans != now.Totals.Bans || (now.Feed.Count > 0 && now.Feed[0].Number != (before.Feed.Count > 0 ? before.Feed[0].Number : 0));
        if ((news || _stale) && !_window.IsNew && now.IsLive) _ = InvokeAsync(Follow);
        return before.IsLive != now.IsLive || !ReferenceEquals(before.Hosts, now.Hosts);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _window?.Dispose();
    }

    private BanWindow NewWindow() => new((filter, cancel) => Person.Ask((silo, stop) => silo.BansAsync(filter, stop), cancel), State.Filter(Now, BanWindow.PageRows), Time);

    /// <summary>Reads the first page and then shows it in place of what stands.</summary>
    private async Task Begin(bool top)
    {
        if (_reading)
        {
            _stale = true;
            return;
        }

        _reading = true;
        do
        {
            _stale = false;
            var next = NewWindow();
            await next.Rows(0, BanWindow.PageRows, CancellationToken.None);
            (_window, _news) = (next, null);
            if (top || _counts is null || Now - _counted >= Recount) await Count();
        }
        while (_stale);
        _reading = false;
        if (top && _table is not null) await _table.Top();
        StateHasChanged();
    }

    private async Task Count()
    {
        _counted = Now;
        var counts = await Task.WhenAll(new[] { BanOrigin.Automatic, BanOrigin.Manual, BanOrigin.Feed, BanOrigin.Api }.Select(async origin =>
            (await Person.Ask((silo, cancel) => silo.BansAsync(new BanFilter(1, Origin: origin), cancel))).Value?.Total));
        if (counts is [{ } automatic, { } manual, { } feed, { } api]) _counts = new OriginCounts(automatic, manual, feed, api);
    }

    private async Task Follow()
    {
        if (_reading) return;
        if (_table?.IsAtTop != false && _selected.Count == 0)
        {
            await Begin(top: false);
            return;
        }

        var filter = State.Filter(Now, 1) with { CreatedSince = _window.ReadAt, Jump = null };
        var newer = (await Person.Ask((silo, cancel) => silo.BansAsync(filter, cancel))).Value?.Total ?? 0;
        _news = newer > 0 ? $"{Said.Count(newer)} newer, refresh" : "Some have ended, refresh";
        StateHasChanged();
    }

    private Task Reload() => Begin(top: true);

    /// <summary>Finds the ban that the address names: among the rows, else at the silo.</summary>
    private async Task Select()
    {
        if (BanLine.Parse(Sel) is not { } key)
        {
            (_line, _gone) = (null, false);
            return;
        }

        if (_line is not null && Is(_line, key)) return;
        _line = _window.Kept().FirstOrDefault(line => Is(line, key));
        if (_line is not null || !RendererInfo.IsInteractive) return;
        var found = await Person.Ask((silo, cancel) => silo.BansAsync(new BanFilter(100, Covering: key.Address.Address), cancel));
        var ban = found.Value?.Bans.FirstOrDefault(ban => ban.Address == key.Address && (key.Origin is null || ban.Origin == key.Origin));
        _gone = ban is null && found.Value is not null;
        ban ??= new BanView(key.Address, key.Origin ?? BanOrigin.Automatic, "", "", Now, Now, 0, 0, 0);
        _line = new BanLine(0, ban, Now);
    }

    private static bool Is(BanLine line, (IpPrefix Address, BanOrigin? Origin) key) =>
        line.Ban.Address == key.Address && (key.Origin is null || line.Ban.Origin == key.Origin);
}
