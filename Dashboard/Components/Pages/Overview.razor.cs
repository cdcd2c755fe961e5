using Microsoft.AspNetCore.Components;
using Tegument.Dashboard.Components.Charts;
using Tegument.Dashboard.Components.Panels;
using Tegument.Dashboard.Live;

namespace Tegument.Dashboard.Components.Pages;

/// <summary>What the page shows of each new view, and what a person has it hold still. The window and the phone's panel stand in the address.</summary>
public sealed partial class Overview
{
    private const int MaxFeedLines = 10;
    private static readonly string[] Panels = ["Feed", "Attackers", "Targets", "Bans", "Fleet"];

    private OverviewFigures _figures = null!;
    private FeedShown _feed = null!;
    private AttackersShown? _attackers;
    private FleetShown? _fleet;
    private FeedPause? _pause;
    private FleetView? _held;

    [SupplyParameterFromQuery(Name = "window")]
    private string? WindowKey { get; set; }

    [SupplyParameterFromQuery(Name = "panel")]
    private string? PanelKey { get; set; }

    private string Chosen => Array.Find(Panels, panel => panel.Equals(PanelKey, StringComparison.OrdinalIgnoreCase)) ?? Panels[0];

    /// <summary>What a paused page holds, or else the newest.</summary>
    private FleetView Shown => _held ?? View;

    protected override void OnParametersSet() => Prepare(null);

    protected override bool Changed(FleetView before, FleetView now)
    {
        if (_held is null) Prepare(before);
        else _feed = Feed();
        return true;
    }

    /// <param name="before">What was shown last; what has not changed since keeps its object, and is not drawn again.</param>
    private void Prepare(FleetView? before)
    {
        var view = Shown;
        _figures = Book.Of(view, TraceWindow.Of(WindowKey));
        _feed = Feed();
        if (_attackers is null || !ReferenceEquals(before?.Attackers, view.Attackers)) _attackers = AttackersShown.Of(view);
        if (_fleet is null || !ReferenceEquals(before?.Hosts, view.Hosts)) _fleet = view.Status is null ? null : FleetShown.Of(view.Hosts);
    }

    private FeedShown Feed()
    {
        var lines = _pause?.Lines ?? View.Feed;
        return new FeedShown(
            lines.Count <= MaxFeedLines ? lines : [.. lines.Take(MaxFeedLines)], _pause?.At, _pause?.Newer(View.Feed) ?? 0, _figures.Stack.Total, Now);
    }

    private void PauseFeed()
    {
        _pause = _pause is null ? new FeedPause(Now, View.Feed) : null;
        _held = null;
        Prepare(null);
    }

    /// <summary>The whole page holds still, its feed too; the banners above go on.</summary>
    private void PausePage()
    {
        (_held, _pause) = _held is null ? (View, _pause ?? new FeedPause(Now, View.Feed)) : (null, null);
        Prepare(null);
    }

    private void Look(TraceWindow window) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("window", window == TraceWindow.Quarter ? null : window.Key));

    private void Choose(string panel) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("panel", panel == Panels[0] ? null : panel), replace: true);

    private string? Folded(string panel) => Chosen == panel ? null : "folded";
}
