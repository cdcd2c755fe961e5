using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Detect;

/// <summary>
/// The heaviest sources of a flood in constant memory and constant time: each source has two places of its hash's choice; a stranger in a
/// taken place wears its holder down by one and moves in at zero (the majority vote of Boyer and Moore, per place). A count is a lower
/// bound of what the source sent, and a source that alone sends a fair share of a flood keeps its place. One thread, no allocation after
/// construction.
/// </summary>
public sealed class TopSources
{
    /// <summary>A power of two.</summary>
    private const int Places = 128;
    private readonly IpKey[] _addresses = new IpKey[Places];
    private readonly long[] _counts = new long[Places];

    /// <summary>The sources that hold a place, with their lower bounds, in no order. For reports; allocates.</summary>
    public IEnumerable<(IpKey Source, long Packets)> Held
    {
        get
        {
            for (var i = 0; i < Places; i++)
                if (_counts[i] > 0) yield return (_addresses[i], _counts[i]);
        }
    }

    /// <summary>Counts a packet and returns the source's lower bound so far; 0 when it has no place.</summary>
    /// <param name="hash">A keyed hash of the source, so that nobody can aim at another's places.</param>
    public long Add(IpKey source, ulong hash)
    {
        var (first, second) = PlacesOf(hash);
        if (_counts[first] > 0 && _addresses[first] == source) return ++_counts[first];
        if (_counts[second] > 0 && _addresses[second] == source) return ++_counts[second];
        var weaker = _counts[first] <= _counts[second] ? first : second;
        if (_counts[weaker] > 0 && --_counts[weaker] > 0) return 0;
        _addresses[weaker] = source;
        _counts[weaker] = 1;
        return 1;
    }

    /// <summary>Takes a packet back: it turned out to be no part of the flood.</summary>
    public void Subtract(IpKey source, ulong hash)
    {
        var (first, second) = PlacesOf(hash);
        if (_counts[first] > 0 && _addresses[first] == source) _counts[first]--;
        else if (_counts[second] > 0 && _addresses[second] == source) _counts[second]--;
    }

    public void Clear() => Array.Clear(_counts);

    private static (int First, int Second) PlacesOf(ulong hash) => ((int)(hash & (Places - 1)), (int)((hash >> 32) & (Places - 1)));
}
