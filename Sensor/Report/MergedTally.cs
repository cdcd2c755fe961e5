using Tegument.Contracts.Evidence;

namespace Tegument.Sensor.Report;

/// <summary>One incident as several rings count it. Part of <see cref="TallyMerge"/>; one thread at a time.</summary>
internal sealed class MergedTally
{
    private readonly Dictionary<int, (long Number, MergedPart Total)> _parts = [];

    // What rings counted before they began anew while others went on.
    private MergedPart _before;

    public long Number { get; private set; }

    public DateTimeOffset First { get; private set; }

    public DateTimeOffset Last { get; private set; }

    public int Ports { get; set; }

    /// <summary>Rings' top ports, each once, at most as many as an item may tell.</summary>
    public int[]? TopPorts { get; private set; }

    public bool Verified { get; set; }

    public byte Severity { get; set; }

    public string? Sample { get; set; }

    public MergedPart Total
    {
        get
        {
            var total = _before;
            foreach (var (_, part) in _parts.Values) total += part;
            return total;
        }
    }

    /// <summary>Takes a ring's latest totals, which replace its earlier ones of the same number.</summary>
    /// <param name="number">The ring's own number of its incident.</param>
    /// <param name="quiet">An incident that no ring saw grow for so long is over; what comes then is the next.</param>
    /// <param name="numberOf">Makes the merged incident's number from that of the ring that began it.</param>
    public void Take(int ring, long number, MergedPart total, DateTimeOffset first, DateTimeOffset last, TimeSpan quiet, Func<long, long> numberOf)
    {
        if (_parts.Count == 0 || first - Last > quiet) Begin(number, first, last, numberOf);
        else if (_parts.TryGetValue(ring, out var known) && known.Number != number) _before += known.Total;
        _parts[ring] = (number, total);
        if (first < First) First = first;
        if (last > Last) Last = last;
    }

    /// <summary>A pair of addresses is on one ring: its ports are its own, and rank as they come.</summary>
    public void Aim(int[]? ports)
    {
        if (ports is null) return;
        var known = TopPorts;
        TopPorts = known is null ? ports : Array.TrueForAll(ports, port => known.Contains(port)) ? known : [.. known.Union(ports).Take(EvidenceItem.MaxTopPorts)];
    }

    private void Begin(long number, DateTimeOffset first, DateTimeOffset last, Func<long, long> numberOf)
    {
        _parts.Clear();
        _before = default;
        (Number, First, Last, Ports, TopPorts, Verified, Severity, Sample) = (numberOf(number), first, last, 0, null, false, 0, null);
    }
}
