namespace Tegument.Silo.Host.Accounts;

/// <summary>
/// Wrong tries by key, forgotten <see cref="Wait"/> after the last. At most <see cref="Capacity"/> keys: the tenth that was silent longest
/// makes room then, counted. Safe on any thread.
/// </summary>
internal sealed class TryTable(int tries, TimeProvider time)
{
    public const int Capacity = 10_000;
    public static readonly TimeSpan Wait = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Wrong, long Last)> _wrong = new(StringComparer.Ordinal);
    private long _forgotten;

    /// <summary>Keys that made room before their time.</summary>
    public long Forgotten => Interlocked.Read(ref _forgotten);

    /// <summary>How long this key still has to wait; zero when it may try.</summary>
    public TimeSpan WaitOf(string key)
    {
        lock (_lock) return Live(key) is { } known && known.Wrong >= tries ? Wait - time.GetElapsedTime(known.Last) : TimeSpan.Zero;
    }

    /// <summary>Counts a try as wrong, until <see cref="TakeBack"/>: so that tries at the same time are not more than tries in a row.</summary>
    public void Count(string key)
    {
        lock (_lock)
        {
            var wrong = Live(key)?.Wrong ?? 0;
            if (_wrong.Count >= Capacity && !_wrong.ContainsKey(key)) MakeRoom();
            _wrong[key] = (wrong + 1, time.GetTimestamp());
        }
    }

    /// <summary>It was right after all. Earlier wrong ones stand: who knows one password may be guessing another.</summary>
    public void TakeBack(string key)
    {
        lock (_lock)
        {
            if (!_wrong.TryGetValue(key, out var known)) return;
            if (known.Wrong <= 1) _wrong.Remove(key);
            else _wrong[key] = known with { Wrong = known.Wrong - 1 };
        }
    }

    public int Left(string key)
    {
        lock (_lock) return Math.Max(0, tries - (Live(key)?.Wrong ?? 0));
    }

    private (int Wrong, long Last)? Live(string key) =>
        _wrong.TryGetValue(key, out var known) && time.GetElapsedTime(known.Last) < Wait ? known : null;

    private void MakeRoom()
    {
        foreach (var (key, known) in _wrong)
        {
            if (time.GetElapsedTime(known.Last) >= Wait) _wrong.Remove(key);
        }

        if (_wrong.Count < Capacity) return;
        foreach (var (key, _) in _wrong.OrderBy(pair => pair.Value.Last).Take(Capacity / 10).ToArray()) _wrong.Remove(key);
        Interlocked.Add(ref _forgotten, Capacity / 10);
    }
}
