namespace Tegument.Silo.Hosting;

/// <summary>Work for one turn: the rest of something that awaited, or (with no callback) a request to start.</summary>
internal readonly struct Continuation(SendOrPostCallback? callback, object? state, int thread)
{
    internal SendOrPostCallback? Callback { get; } = callback;

    internal object? State { get; } = state;

    /// <summary>The thread that queued it; zero when that does not matter.</summary>
    internal int Thread { get; } = thread;

    internal Request? Request { get; init; }
}
