using System.Collections.Concurrent;

namespace Tegument.Silo.Host.Gateway.Limits;

/// <summary>
/// A bucket per key. At most about <see cref="Capacity"/>: full buckets are forgotten then, since new ones would be the same, and whoever
/// still finds no room shares one bucket with all the others who do. Safe on any thread.
/// </summary>
internal sealed class BucketTable<TKey>(double burst, double perSecond, TimeProvider time)
    where TKey : notnull
{
    public const int Capacity = 10_000;

    private readonly ConcurrentDictionary<TKey, TokenBucket> _buckets = new();
    private readonly TokenBucket _shared = new(burst, perSecond, time);
    private long _swept = time.GetTimestamp();

    public BucketAnswer Take(TKey key) => (Find(key) ?? _shared).Take();

    private TokenBucket? Find(TKey key)
    {
        if (_buckets.TryGetValue(key, out var known)) return known;
        if (_buckets.Count >= Capacity && !Sweep()) return null;
        return _buckets.GetOrAdd(key, _ => new TokenBucket(burst, perSecond, time));
    }

    /// <summary>True when there is room; looks at most once a second, or a flood of keys would have us look each time.</summary>
    private bool Sweep()
    {
        var last = Interlocked.Read(ref _swept);
        if (time.GetElapsedTime(last) < TimeSpan.FromSeconds(1) || Interlocked.CompareExchange(ref _swept, time.GetTimestamp(), last) != last) return false;
        foreach (var (key, bucket) in _buckets)
        {
            if (bucket.IsFull) _buckets.TryRemove(key, out _);
        }

        return _buckets.Count < Capacity;
    }
}
