namespace Tegument.Dashboard.Components.Layout;

/// <summary>Short words after an act, with a way to take it back. A circuit's own; its dispatcher only. At most three stand.</summary>
public sealed class Toasts(TimeProvider time)
{
    public const int MaxShown = 3;
    public static readonly TimeSpan UndoFor = TimeSpan.FromSeconds(30);

    private readonly List<Toast> _shown = [];

    public event Action? Changed;

    public IReadOnlyList<Toast> Shown => _shown;

    /// <param name="undo">Takes the act back; null when it cannot be.</param>
    public void Show(string text, Func<Task>? undo = null)
    {
        _shown.Add(new Toast(text, undo, time.GetUtcNow() + (undo is null ? TimeSpan.FromSeconds(6) : UndoFor)));
        if (_shown.Count > MaxShown) _shown.RemoveAt(0);
        Changed?.Invoke();
    }

    public void Remove(Toast toast)
    {
        if (_shown.Remove(toast)) Changed?.Invoke();
    }
}

/// <summary>One of them.</summary>
public sealed record Toast(string Text, Func<Task>? Undo, DateTimeOffset Until);
