namespace Tegument.Silo.Host.Gateway.Live;

/// <summary>
/// The newest events of one topic: at most <see cref="Capacity"/> and <see cref="MaxBytes"/>, the oldest go first. A ring for each, so that
/// what ticks every second does not push out what happens once a day. Guarded by the hub's lock.
/// </summary>
public sealed class LiveRing(int capacity = LiveRing.Capacity, int maxBytes = LiveRing.MaxBytes)
{
    public const int Capacity = 1024;
    public const int MaxBytes = 2 * 1024 * 1024;

    private readonly LiveEntry[] _entries = new LiveEntry[capacity];
    private int _bytes;

    /// <summary>The index of the oldest entry that is kept; indices count from the process' start.</summary>
    public long First { get; private set; }

    /// <summary>The index that the next entry gets.</summary>
    public long Next { get; private set; }

    /// <summary>The number of the newest event that was let go of; -1 before there is one.</summary>
    public long ForgottenNumber { get; private set; } = -1;

    public LiveEntry this[long index] => _entries[index % capacity];

    public void Add(LiveEntry entry)
    {
        if (Next - First == capacity) Forget();
        _entries[Next++ % capacity] = entry;
        _bytes += entry.Data.Length;
        while (_bytes > maxBytes && Next - First > 1) Forget();
    }

    /// <summary>The index of the first kept entry after the event with this number.</summary>
    public long After(long number)
    {
        var index = Next;
        while (index > First && this[index - 1].Number > number) index--;
        return index;
    }

    private void Forget()
    {
        ref var oldest = ref _entries[First++ % capacity];
        ForgottenNumber = oldest.Number;
        _bytes -= oldest.Data.Length;
        oldest = null!;
    }
}
