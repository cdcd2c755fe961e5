namespace Tegument.Silo.Hosting;

/// <summary>
/// What an activation needs only while more than one thing wants it: the lock of the activation guards every member. It exists from the
/// first contention, or the first call that does not complete at once, until all is quiet again.
/// </summary>
internal sealed class Mailbox
{
    private Queue<Request>? _requests;
    private Queue<Continuation>? _continuations;

    /// <summary>Some thread runs the activation's code, or is about to.</summary>
    internal bool TurnTaken { get; set; }

    /// <summary>A request was started and has not ended; it may be awaiting something.</summary>
    internal bool RequestActive { get; set; }

    /// <summary>Ticks of interleaving timers that have not ended.</summary>
    internal int Interleaved { get; set; }

    /// <summary>Set once the activation is to end; it goes before the calls that wait.</summary>
    internal Deactivation? Deactivation { get; set; }

    internal int Waiting => _requests?.Count ?? 0;

    internal bool HasRunnable =>
        _continuations is { Count: > 0 }
        || (!RequestActive && (Deactivation is null ? Waiting > 0 : Interleaved == 0));

    internal bool IsQuiet =>
        !TurnTaken && !RequestActive && Interleaved == 0 && Deactivation is null && Waiting == 0 && _continuations is not { Count: > 0 };

    internal void Add(Request request) => (_requests ??= new Queue<Request>()).Enqueue(request);

    internal void Add(Continuation continuation) => (_continuations ??= new Queue<Continuation>()).Enqueue(continuation);

    /// <summary>Whether what comes next was queued by this thread.</summary>
    internal bool NextIsFrom(int thread)
    {
        if (_continuations is { Count: > 0 }) return _continuations.Peek().Thread == thread;
        return (Deactivation ?? _requests!.Peek()).Thread == thread;
    }

    /// <summary>Takes what comes next; there is something. A request counts as active from here.</summary>
    internal Continuation Take()
    {
        if (_continuations is { Count: > 0 }) return _continuations.Dequeue();
        RequestActive = true;
        return new Continuation(null, null, 0) { Request = Deactivation ?? _requests!.Dequeue() };
    }

    /// <summary>Empties the queue of an activation that has ended.</summary>
    internal Request[] TakeRequests()
    {
        if (_requests is null) return [];
        var requests = _requests.ToArray();
        _requests.Clear();
        return requests;
    }
}
