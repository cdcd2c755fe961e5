using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Silo.Bans;

/// <summary>
/// What was taken back lately, so that a decision already on its way when its ban was lifted does not bring it back. Bounded: the oldest
/// of more than <see cref="Capacity"/> are forgotten, which reopens a gap of milliseconds. Owned by one ledger.
/// </summary>
internal sealed class BanRetractions
{
    private const int Capacity = 10_000;

    private readonly Dictionary<IpPrefix, DateTimeOffset> _prefixes = [];
    private readonly Queue<IpPrefix> _order = new();
    private DateTimeOffset _belowAt = DateTimeOffset.MinValue;
    private double _below;

    public void Add(IpPrefix prefix, DateTimeOffset at)
    {
        if (_prefixes.TryAdd(prefix, at)) _order.Enqueue(prefix);
        else _prefixes[prefix] = at;
        if (_order.Count > Capacity) _prefixes.Remove(_order.Dequeue());
    }

    public void AddBelow(double? threshold, DateTimeOffset at)
    {
        _below = threshold ?? double.PositiveInfinity;
        _belowAt = at;
    }

    /// <summary>Only automatic decisions can be on their way; whoever else asks means it now.</summary>
    public bool Covers(BanRequest request)
    {
        if (request is not { Origin: BanOrigin.Automatic, DecidedAt: { } decided }) return false;
        if (decided <= _belowAt && request.Score < _below) return true;
        return _prefixes.TryGetValue(request.Prefix, out var lifted) && decided <= lifted;
    }
}
