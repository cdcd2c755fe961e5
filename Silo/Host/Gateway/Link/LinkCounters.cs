using Tegument.Contracts.Wire;

namespace Tegument.Silo.Host.Gateway.Link;

/// <summary>What the links have done since the start. Safe on any thread.</summary>
public sealed class LinkCounters
{
    private readonly long[] _dropped = new long[Enum.GetValues<LinkDrop>().Length];
    private long _batches;
    private long _refused;
    private long _hints;
    private long _failures;
    private long _skewed;
    private long _stale;

    public long Batches => Interlocked.Read(ref _batches);

    public long Refused => Interlocked.Read(ref _refused);

    public long Hints => Interlocked.Read(ref _hints);

    /// <summary>Tries to take evidence that failed and were or will be repeated.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Batches whose times lay ahead of the silo's clock and were set back.</summary>
    public long Skewed => Interlocked.Read(ref _skewed);

    /// <summary>Items left out because they were too old to be weighed.</summary>
    public long StaleItems => Interlocked.Read(ref _stale);

    public IReadOnlyDictionary<string, long> Dropped => Enum.GetValues<LinkDrop>()
        .Where(reason => reason != LinkDrop.Closed && Interlocked.Read(ref _dropped[(int)reason]) > 0)
        .ToDictionary(WireName.Of, reason => Interlocked.Read(ref _dropped[(int)reason]));

    internal void Batch(bool refused)
    {
        Interlocked.Increment(ref _batches);
        if (refused) Interlocked.Increment(ref _refused);
    }

    internal void Failure() => Interlocked.Increment(ref _failures);

    internal void Skew() => Interlocked.Increment(ref _skewed);

    internal void Stale(int items) => Interlocked.Add(ref _stale, items);

    internal void Hint() => Interlocked.Increment(ref _hints);

    internal void Drop(LinkDrop reason) => Interlocked.Increment(ref _dropped[(int)reason]);
}
