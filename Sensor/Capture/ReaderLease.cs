namespace Tegument.Sensor.Capture;

/// <summary>
/// Decides who frees a source's memory when one thread reads and another may close at any moment: the closer, or the reader on its next
/// call. Exactly one of <see cref="Leave"/> and <see cref="Close"/> ever returns true.
/// </summary>
internal sealed class ReaderLease
{
    private const int Unread = 0, Reading = 1, Left = 2;
    private volatile bool _stopped;
    private volatile bool _closed;
    private int _state;
    private int _released;
    private int _readerThread;

    /// <summary>The reader comes in; false when it is time to leave.</summary>
    public bool Enter()
    {
        if (_stopped) return false;
        if (_state == Reading) return true;
        _readerThread = Environment.CurrentManagedThreadId;
        return Interlocked.CompareExchange(ref _state, Reading, Unread) == Unread;
    }

    /// <summary>The reader leaves for good; true when it has to free.</summary>
    public bool Leave()
    {
        Interlocked.CompareExchange(ref _state, Left, Reading);
        return _closed && Claim();
    }

    public void Stop() => _stopped = true;

    /// <summary>Somebody closes; true when nobody reads, or the reader itself closes: then the caller has to free.</summary>
    public bool Close()
    {
        _closed = true;
        _stopped = true;
        // Full fence against Leave: of "closed" and "left", at least one side sees the other's.
        var before = Interlocked.CompareExchange(ref _state, Left, Unread);
        return (before != Reading || _readerThread == Environment.CurrentManagedThreadId) && Claim();
    }

    private bool Claim() => Interlocked.Exchange(ref _released, 1) == 0;
}
