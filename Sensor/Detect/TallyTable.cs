using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;

namespace Tegument.Sensor.Detect;

/// <summary>
/// The open incidents of the detectors that count by source or by victim (all but scans and floods, which have tables of their own).
/// Bounded: when full, the incident at the hand of a clock gives way if it is quiet and told; otherwise the newcomer is refused and counted.
/// Allocates when an incident begins, never when it grows. One thread.
/// </summary>
/// <param name="capacity">Incidents at once; more than zero.</param>
public sealed class TallyTable(int capacity)
{
    /// <summary>A source silent for so long that comes again begins a new incident, as scans do.</summary>
    public const long Quiet = 600_000_000_000;

    /// <summary>Young incidents are not given up for strangers.</summary>
    private const long Young = 5_000_000_000;

    private readonly Dictionary<(IpKey Address, EvidenceKind Kind, string Technique, ushort Port, ulong Mac, bool OnVictim), Tally> _open = [];
    private readonly List<Tally> _ring = [];
    private long _lastNumber;
    private int _hand;

    /// <summary>Incidents that found no room.</summary>
    public long Refused { get; private set; }

    public int Count => _open.Count;

    /// <summary>The open incident of this source, begun now if there is none; null when the table has no room.</summary>
    /// <param name="technique">A constant: its text is hashed, never a packet's.</param>
    public Tally? OfSource(IpKey source, EvidenceKind kind, string technique, long now) =>
        source.IsMulticast || source.IsUnspecified ? null : Of(source, kind, technique, 0, 0, onVictim: false, now);

    /// <summary>The open incident on this victim, begun now if there is none; null when the table has no room.</summary>
    /// <param name="mac">The hardware address accused, or 0.</param>
    public Tally? OnVictim(IpKey victim, EvidenceKind kind, string technique, ushort port, ulong mac, long now) =>
        Of(victim, kind, technique, port, mac, onVictim: true, now);

    /// <summary>The open incident on this victim as a whole; null when there is none.</summary>
    public Tally? Find(IpKey victim, EvidenceKind kind, string technique) => _open.GetValueOrDefault((victim, kind, technique, (ushort)0, 0UL, true));

    private Tally? Of(IpKey address, EvidenceKind kind, string technique, ushort port, ulong mac, bool onVictim, long now)
    {
        var key = (address, kind, technique, port, mac, onVictim);
        if (_open.TryGetValue(key, out var known))
        {
            // Not yet told: its number must reach the silo with its counts before it begins anew.
            if (now - known.Last <= Quiet || known.Dirty) known.Last = Math.Max(known.Last, now);
            else Begin(known, now);
            return known;
        }

        var tally = _ring.Count < capacity ? new Tally() : GiveUpOne(now);
        if (tally is null)
        {
            Refused++;
            return null;
        }

        (tally.Address, tally.Kind, tally.Technique, tally.Port, tally.Mac, tally.OnVictim) = (address, kind, technique, port, mac, onVictim);
        Begin(tally, now);
        _open.Add(key, tally);
        if (_ring.Count < capacity) _ring.Add(tally);
        return tally;
    }

    private void Begin(Tally tally, long now)
    {
        _lastNumber = Math.Max(now, _lastNumber + 1);
        (tally.Number, tally.First, tally.Last) = (_lastNumber, now, now);
        (tally.Count, tally.Ports, tally.Targets, tally.Verified, tally.Severity) = (0, 0, 1, false, 0);
        (tally.Sample, tally.Memory, tally.By) = (null, null, null);
        tally.Aimed.Clear();
        (tally.ReportedAt, tally.ReportedCount) = (0, 0);
    }

    // The clock's hand goes a few steps at most, so that a storm of strangers costs each of them the same.
    private Tally? GiveUpOne(long now)
    {
        for (var step = 0; step < 8; step++)
        {
            var tally = _ring[_hand];
            _hand = _hand + 1 == _ring.Count ? 0 : _hand + 1;
            if (tally.Dirty || now - tally.Last < Young) continue;
            _open.Remove((tally.Address, tally.Kind, tally.Technique, tally.Port, tally.Mac, tally.OnVictim));
            return tally;
        }

        return null;
    }
}
