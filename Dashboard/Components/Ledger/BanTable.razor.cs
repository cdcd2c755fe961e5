using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Microsoft.JSInterop;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Wire;
using Tegument.Dashboard.Components.Controls;
using Tegument.Dashboard.Live;

namespace Tegument.Dashboard.Components.Ledger;

/// <summary>The rows of a <see cref="BanWindow"/>: scrolled, walked by keys, picked. Drawn each second, since time runs; reads nothing for that.</summary>
public sealed partial class BanTable : LiveComponent
{
    private const int Bars = 20;

    private ElementReference _scroll;
    private Virtualize<BanLine>? _rows;
    private HeldBy? _held;
    private IReadOnlyList<Contracts.Fleet.HostStatus>? _heldOf;
    private BanWindow? _shown;
    private int? _active;
    private bool _show;

    [Parameter, EditorRequired]
    public BanWindow Window { get; set; } = null!;

    [Parameter, EditorRequired]
    public LedgerState State { get; set; } = null!;

    /// <summary>The ban whose details stand beside; null when none do.</summary>
    [Parameter]
    public string? Open { get; set; }

    [Parameter]
    public bool CanAct { get; set; }

    [Parameter, EditorRequired]
    public HashSet<IpPrefix> Selected { get; set; } = null!;

    [Parameter]
    public RenderFragment? Empty { get; set; }

    [Parameter]
    public EventCallback<BanSort> OnSort { get; set; }

    /// <summary>Details are wanted; the second says whether the focus goes there.</summary>
    [Parameter]
    public EventCallback<(BanLine Line, bool Focus)> OnOpen { get; set; }

    [Parameter]
    public EventCallback<BanLine> OnLift { get; set; }

    [Parameter]
    public EventCallback OnSelected { get; set; }

    /// <summary>The first rows are in sight.</summary>
    public bool IsAtTop { get; private set; } = true;

    private int? Active => _active is { } at && at < Window.Count ? at : null;

    private int RowCount => Window.IsNew ? -1 : Window.TotalIsExact ? (int)Math.Min(int.MaxValue - 1, Window.Total) + 1 : -1;

    private bool AllSelected => Selected.Count > 0 && Window.Kept().All(line => Selected.Contains(line.Ban.Address));

    private HeldBy Held
    {
        get
        {
            if (_held is null || !ReferenceEquals(_heldOf, View.Hosts)) (_held, _heldOf) = (new HeldBy(View.Hosts), View.Hosts);
            return _held;
        }
    }

    /// <summary>Back to the row that was walked to.</summary>
    public ValueTask Focus() => Js.InvokeVoidAsync("tegument.focus", "[data-grid]");

    /// <summary>To the first row, which is another ban now.</summary>
    public async Task Top()
    {
        _active = null;
        IsAtTop = true;
        await Js.InvokeVoidAsync("tegument.scrollTo", _scroll, 0);
    }

    // The rows that stand are kept until those of the new window are there: nothing flickers.
    protected override async Task OnParametersSetAsync()
    {
        if (ReferenceEquals(_shown, Window)) return;
        _shown = Window;
        if (_rows is not null) await _rows.RefreshDataAsync();
    }

    protected override bool Changed(FleetView before, FleetView now) => !Window.IsNew;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_show || Active is not { } at) return;
        _show = false;
        await Js.InvokeVoidAsync("tegument.rowIntoView", _scroll, at);
    }

    private static string Id(int index) => $"ban-{index}";

    private bool IsOpen(BanLine line) => Open is { } key && (key == line.Key || key == line.Ban.Address.ToString());

    private async ValueTask<ItemsProviderResult<BanLine>> Provide(ItemsProviderRequest request)
    {
        var rows = await Window.Rows(request.StartIndex, request.Count, request.CancellationToken);
        IsAtTop = request.StartIndex == 0;
        _ = InvokeAsync(OnSelected.InvokeAsync); // The footer tells how many there are, which may be more now.
        return new ItemsProviderResult<BanLine>(rows, Window.Count);
    }

    private Task Click(BanLine line)
    {
        _active = line.Index;
        return OnOpen.InvokeAsync((line, false));
    }

    private Task Toggle(BanLine line)
    {
        if (!Selected.Remove(line.Ban.Address) && Selected.Count < Contracts.Api.BanLift.MaxAddresses) Selected.Add(line.Ban.Address);
        return OnSelected.InvokeAsync();
    }

    private Task SelectAll()
    {
        var all = AllSelected;
        foreach (var line in Window.Kept())
        {
            if (all) Selected.Remove(line.Ban.Address);
            else if (Selected.Count < Contracts.Api.BanLift.MaxAddresses) Selected.Add(line.Ban.Address);
        }

        return OnSelected.InvokeAsync();
    }

    private async Task Pressed(KeyboardEventArgs e)
    {
        if (e.CtrlKey || e.MetaKey || e.AltKey) return;
        var last = Window.Count - 1;
        if (last < 0) return;
        var now = Active;
        int? to = e.Key switch
        {
            "ArrowDown" => now is { } down ? Math.Min(last, down + 1) : 0,
            "ArrowUp" => now is { } up ? Math.Max(0, up - 1) : 0,
            "PageDown" => Math.Min(last, (now ?? 0) + 15),
            "PageUp" => Math.Max(0, (now ?? 0) - 15),
            "Home" => 0,
            "End" => last,
            _ => null,
        };
        if (to is not null)
        {
            (_active, _show) = (to, true);
            if (Open is not null && Window.Known(to.Value) is { } moved) await OnOpen.InvokeAsync((moved, false));
            return;
        }

        if (now is not { } at || Window.Known(at) is not { } line) return;
        if (e.Key == "Enter") await OnOpen.InvokeAsync((line, true));
        else if (e.Key == " " && CanAct) await Toggle(line);
        else if (e.Key is "l" or "L" && CanAct) await OnLift.InvokeAsync(line);
    }

    private RenderFragment Head(string name, BanSort sort, string? style) => builder =>
    {
        var sorted = State.Sort == sort;
        builder.OpenElement(0, "th");
        builder.AddAttribute(1, "scope", "col");
        builder.AddAttribute(2, "class", style);
        builder.AddAttribute(3, "aria-sort", sorted ? State.Descending ? "descending" : "ascending" : null);
        builder.OpenElement(4, "button");
        builder.AddAttribute(5, "type", "button");
        builder.AddAttribute(6, "data-sort", WireName.Of(sort));
        builder.AddAttribute(7, "onclick", EventCallback.Factory.Create(this, () => OnSort.InvokeAsync(sort)));
        builder.AddContent(8, name);
        if (sorted)
        {
            builder.OpenComponent<Icon>(9);
            builder.AddComponentParameter(10, nameof(Icon.Name), "sort");
            builder.AddComponentParameter(11, nameof(Icon.Class), State.Descending ? "s" : "s turned");
            builder.CloseComponent();
        }

        builder.CloseElement();
        builder.CloseElement();
    };
}
