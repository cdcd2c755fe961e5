namespace Tegument.Contracts.Addresses;

/// <summary>
/// Networks that can be asked whether one of them touches a prefix, in a look-up per distinct length, however many there are. Immutable;
/// any thread.
/// </summary>
public sealed class PrefixSet
{
    public static readonly PrefixSet Empty = new([]);

    private readonly HashSet<IpPrefix> _all;
    private readonly Family _four;
    private readonly Family _six;

    public PrefixSet(IEnumerable<IpPrefix> prefixes)
    {
        _all = [.. prefixes];
        _four = new Family(_all.Where(prefix => prefix.IsIPv4));
        _six = new Family(_all.Where(prefix => !prefix.IsIPv4));
    }

    public int Count => _all.Count;

    /// <summary>One of the networks that contains the prefix, the widest, or else the first that lies in it; null when none touches it.</summary>
    public IpPrefix? Overlapping(IpPrefix prefix)
    {
        var family = prefix.IsIPv4 ? _four : _six;
        foreach (var length in family.Lengths)
        {
            if (length > prefix.Length) break;
            var wider = new IpPrefix(prefix.Address, length);
            if (_all.Contains(wider)) return wider;
        }

        var at = Array.BinarySearch(family.Sorted, prefix);
        if (at < 0) at = ~at;
        return at < family.Sorted.Length && prefix.Contains(family.Sorted[at]) ? family.Sorted[at] : null;
    }

    private sealed class Family(IEnumerable<IpPrefix> prefixes)
    {
        public IpPrefix[] Sorted { get; } = [.. prefixes.Order()];

        public int[] Lengths => field ??= [.. Sorted.Select(prefix => (int)prefix.Length).Distinct().Order()];
    }
}
