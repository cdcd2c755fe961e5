using Tegument.Dashboard.Live;

namespace Tegument.Dashboard.Components.Layout;

/// <summary>The state that the whole page is in, as the style sheets know it; stale comes before all, and an attack before observing.</summary>
public static class PageState
{
    public static string? Of(FleetView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view switch
        {
            { Link: LinkState.Lost or LinkState.Refused } => "stale",
            { Link: LinkState.Connecting } => null,
            { Attack: not null } => "attack",
            { Observing: true } => "observe",
            _ => null,
        };
    }
}
