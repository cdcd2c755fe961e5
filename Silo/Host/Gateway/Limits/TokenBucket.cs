namespace Tegument.Silo.Host.Gateway.Limits;

/// <summary>A bucket of permits that refills steadily, worked out when it is asked: no timer. Safe on any thread.</summary>
/// <param name="burst">Permits in a full bucket; it starts full.</param>
/// <param name="perSecond">More than zero.</param>
public sealed class TokenBucket(double burst, double perSecond, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly double _burst = burst;
    private double _permits = burst;
    private long _at = time.GetTimestamp();

    /// <summary>Takes a permit if there is one. Answers what is left, and how long until the next one where there was none.</summary>
    public BucketAnswer Take()
    {
        lock (_lock)
        {
            Refill();
            if (_permits >= 1) return new BucketAnswer(true, (long)--_permits, TimeSpan.Zero);
            return new BucketAnswer(false, 0, TimeSpan.FromSeconds((1 - _permits) / perSecond));
        }
    }

    /// <summary>Nothing was taken for so long that a new bucket would be the same.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                Refill();
                return _permits >= _burst;
            }
        }
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        _permits = Math.Min(_burst, _permits + (time.GetElapsedTime(_at, now).TotalSeconds * perSecond));
        _at = now;
    }
}
