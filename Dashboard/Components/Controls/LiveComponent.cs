using Microsoft.AspNetCore.Components;
using Tegument.Dashboard.Live;

namespace Tegument.Dashboard.Components.Controls;

/// <summary>
/// A component that shows the newest <see cref="FleetView"/>: drawn again when there is another, at most once in <see cref="Least"/>. While the
/// server draws a page for the first time nothing is subscribed.
/// </summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private Subscription? _subscription;

    [Inject]
    protected FleetStore Store { get; set; } = null!;

    [Inject]
    protected TimeProvider Time { get; set; } = null!;

    /// <summary>What is shown; stays the same within one drawing.</summary>
    protected FleetView View { get; private set; } = FleetView.Nothing;

    protected DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Charts change once a second; tables may be quicker.</summary>
    protected virtual TimeSpan Least => TimeSpan.FromSeconds(1);

    /// <summary>Takes the newest view at once, for the operator's own acts.</summary>
    protected void Refresh() => View = Store.Current;

    protected override void OnInitialized() => View = Store.Current;

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _subscription = Store.Subscribe(Least, () => InvokeAsync(Redraw));
    }

    /// <summary>Called with each new view before it is drawn; false draws nothing.</summary>
    protected virtual bool Changed(FleetView before, FleetView now) => true;

    protected virtual void Dispose(bool disposing) => _subscription?.Dispose();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    private void Redraw()
    {
        var before = View;
        View = Store.Current;
        if (!ReferenceEquals(before, View) && Changed(before, View)) StateHasChanged();
    }
}
