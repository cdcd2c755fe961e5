using Microsoft.AspNetCore.Components;

namespace Tegument.Dashboard.Components.Charts;

/// <summary>Shows one immutable thing, and is drawn again only for another.</summary>
public abstract class Drawn<T> : ComponentBase
    where T : class
{
    private T? _shown;

    [Parameter, EditorRequired]
    public T? Of { get; set; }

    protected override bool ShouldRender()
    {
        if (ReferenceEquals(_shown, Of)) return false;
        _shown = Of;
        return true;
    }
}
