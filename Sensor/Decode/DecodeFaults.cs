using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Decode;

/// <summary>
/// How often each <see cref="DecodeStatus"/> came up. One writing thread (the capture loop's); others may read at any time and see
/// values that are at most a moment old. Counting allocates nothing.
/// </summary>
public sealed class DecodeFaults
{
    private static readonly DecodeStatus[] All = Enum.GetValues<DecodeStatus>();
    private readonly long[] _counts = new long[256];

    public long this[DecodeStatus status] => Volatile.Read(ref _counts[(byte)status]);

    public void Count(DecodeStatus status) => _counts[(byte)status]++;

    /// <summary>Adds another loop's counters, so that several rings show as one.</summary>
    public void Add(DecodeFaults other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var status in All) _counts[(byte)status] += other[status];
    }

    /// <summary>Each status but <see cref="DecodeStatus.Ok"/> that came up, by its kebab-case name, in the order of the enum.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> NonZero()
    {
        var found = new List<KeyValuePair<string, long>>();
        foreach (var status in All)
        {
            if (status != DecodeStatus.Ok && this[status] is var count and > 0) found.Add(new(WireName.Of(status), count));
        }

        return found;
    }
}
