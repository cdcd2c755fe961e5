using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Detect;

/// <summary>
/// The heaviest sources of a flood in constant memory (Space-Saving: Metwally, Agrawal, El Abbadi 2005). A count is exact up to its
/// error, so count minus error is a lower bound. One thread, no allocation after construction.
/// </summary>
public sealed class TopSources
{
    public const int Capacity = 64;
    private readonly IpKey[] _addresses = new IpKey[Capacity];
    private readonly long[] _counts = new long[Capacity];
    private readonly long[] _errors = new long[Capacity];

    public int Count { get; private set; }

    public IpKey AddressAt(int index) => _addresses[index];

    /// <summary>A lower bound of the packets the source sent.</summary>
    public long CertainAt(int index) => _counts[index] - _errors[index];

    /// <summary>Counts a packet and returns the source's certain count so far.</summary>
    public long Add(IpKey source)
    {
        var least = 0;
        for (var i = 0; i < Count; i++)
        {
            if (_addresses[i] == source) return ++_counts[i] - _errors[i];
            if (_counts[i] < _counts[least]) least = i;
        }

        if (Count < Capacity)
        {
            _addresses[Count] = source;
            _counts[Count] = 1;
            _errors[Count++] = 0;
            return 1;
        }

        _errors[least] = _counts[least];
        _counts[least]++;
        _addresses[least] = source;
        return 1;
    }

    /// <summary>Takes a packet back: it turned out to be no part of the flood.</summary>
    public void Subtract(IpKey source)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_addresses[i] != source) continue;
            if (_counts[i] > _errors[i]) _counts[i]--;
            return;
        }
    }

    public void Clear() => Count = 0;
}
