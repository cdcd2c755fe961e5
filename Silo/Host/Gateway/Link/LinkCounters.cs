using Tegument.Contracts.Wire;

namespace Tegument.Silo.Host.Gateway.Link;

/// <summary>What the links have done since the start. Safe on any thread.</summary>
public sealed class LinkCounters
{
    private readonly long[] _dropped = new long[Enum.GetValues<LinkDrop>().Length];
    private long _batches;
    private long _refused;
    private long _hints;

    public long Batches => Interlocked.Read(ref _batches);

    public long Refused => Interlocked.Read(ref _refused);

    public long Hints => Interlocked.Read(ref _hints);

    public IReadOnlyDictionary<string, long> Dropped => Enum.GetValues<LinkDrop>()
        .Where(reason => reason != LinkDrop.Closed && Interlocked.Read(ref _dropped[(int)reason]) > 0)
        .ToDictionary(WireName.Of, reason => Interlocked.Read(ref _dropped[(int)reason]));

    internal void Batch(bool refused)
    {
        Interlocked.Increment(ref _batches);
        if (refused) Interlocked.Increment(ref _refused);
    }

    internal void Hint() => Interlocked.Increment(ref _hints);

    internal void Drop(LinkDrop reason) => Interlocked.Increment(ref _dropped[(int)reason]);
}
