using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Detect;

/// <summary>
/// Conversations on their way into the source table: each waits until a few more have come, while the memory that it will touch is
/// fetched. What is noted late is noted with its own times, so nothing but the waiting is lost. Bounded: the oldest goes in when the next
/// one comes. One thread.
/// </summary>
public sealed class ConversationQueue(SourceTable sources)
{
    private const int Waiting = 8;
    private const long Day = 86_400_000_000_000;
    private readonly (IpKey Address, long Began, long Last, long Now)[] _ring = new (IpKey, long, long, long)[Waiting];
    private int _first;
    private int _count;

    public void Add(IpKey address, long began, long last, long now)
    {
        if (_count == Waiting) TakeOne();
        sources.ForeseeIndex(address);
        if (_count >= Waiting / 2) sources.ForeseeRecord(_ring[(_first + _count - (Waiting / 2)) & (Waiting - 1)].Address);
        _ring[(_first + _count++) & (Waiting - 1)] = (address, began, last, now);
    }

    /// <summary>All go in: somebody is about to ask.</summary>
    public void Flush()
    {
        while (_count > 0) TakeOne();
    }

    private void TakeOne()
    {
        var (address, began, last, now) = _ring[_first];
        _first = (_first + 1) & (Waiting - 1);
        _count--;
        ref var source = ref sources.GetOrAdd(address, now);
        // An acquaintance renewed after a day begins anew: an old visit must not shield a new attack.
        if (source.ConversationBegan == 0 || began < source.ConversationBegan || began - source.ConversationLast > Day) source.ConversationBegan = began;
        source.ConversationLast = Math.Max(source.ConversationLast, last);
    }
}
