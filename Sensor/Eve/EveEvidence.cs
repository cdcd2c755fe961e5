using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;

namespace Tegument.Sensor.Eve;

/// <summary>
/// Alerts as evidence: one incident per source and rule, over after an hour without another. Totals, so that a line read twice from the
/// same state says the same. Bounded: of more than <see cref="Capacity"/> open incidents the eighth that was silent longest is closed and
/// counted. One thread.
/// </summary>
/// <param name="isOurs">Whether an address is one of our own.</param>
/// <param name="incidents">Open ones of an earlier reading.</param>
/// <param name="last">The last number that was given.</param>
public sealed class EveEvidence(Func<IpKey, bool> isOurs, IEnumerable<EveIncident> incidents, long last)
{
    public const int Capacity = 8192;

    public static readonly TimeSpan OverAfter = TimeSpan.FromHours(1);

    private readonly Dictionary<(IpKey Attacker, string Rule), EveIncident> _open = incidents.ToDictionary(i => (i.Attacker, i.Rule));
    private readonly HashSet<(IpKey Attacker, string Rule)> _grown = [];

    /// <summary>The last number that was given.</summary>
    public long Last { get; private set; } = last;

    /// <summary>Incidents closed before their time, for room.</summary>
    public long Overflow { get; private set; }

    public IReadOnlyCollection<EveIncident> Open => _open.Values;

    public void Take(EveAlert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        var key = (alert.Attacker, alert.Rule);
        if (_open.TryGetValue(key, out var known) && alert.At - known.Last <= OverAfter)
        {
            _open[key] = known with
            {
                Count = known.Count + 1,
                Severity = Math.Max(known.Severity, EveSeverity.Of(alert)),
                Verified = known.Verified || IsVerified(alert),
                First = alert.At < known.First ? alert.At : known.First,
                Last = alert.At > known.Last ? alert.At : known.Last,
            };
        }
        else
        {
            if (known is null && _open.Count >= Capacity) CloseSilent();
            _open[key] = new EveIncident(
                alert.Attacker, alert.Rule, ++Last, 1, EveSeverity.Of(alert), IsVerified(alert), isOurs(alert.Attacker), alert.Victim, alert.VictimPort, alert.At, alert.At, alert.Signature);
        }

        _grown.Add(key);
    }

    /// <summary>What grew since the last call.</summary>
    public (List<EvidenceItem> Items, List<VictimIncident> Incidents) Drain()
    {
        var items = new List<EvidenceItem>(_grown.Count);
        var incidents = new List<VictimIncident>();
        foreach (var key in _grown)
        {
            if (!_open.TryGetValue(key, out var incident)) continue;
            if (incident.Ours) incidents.Add(ToIncident(incident));
            else if (!incident.Attacker.IsMulticast && !incident.Attacker.IsUnspecified) items.Add(ToItem(incident));
        }

        _grown.Clear();
        return (items, incidents);
    }

    /// <summary>Only when Suricata says who began the flow do its packets both ways prove anything about him.</summary>
    private static bool IsVerified(EveAlert alert) => alert is { Established: true, Client: not null };

    private static EvidenceItem ToItem(EveIncident i) => new(
        i.Attacker, EvidenceKind.Alert, i.Rule, i.Number, i.Count, i.VictimPort > 0 ? 1 : 0, 1, i.First, i.Last, i.Verified, i.Severity, Sample: Sample(i), TopPorts: i.VictimPort > 0 ? [i.VictimPort] : null);

    private static VictimIncident ToIncident(EveIncident i) => new(
        i.Number, EvidenceKind.Alert, i.Rule, i.Attacker, 0, 1, i.Count, i.First, i.Last, [new TopSource(i.Victim, i.Count)], Detail: Sample(i));

    /// <summary>"SIGNATURE -> ADDRESS:PORT"; the policy's overrides match on the part before the arrow.</summary>
    private static string Sample(EveIncident i)
    {
        var text = i.VictimPort > 0 ? $"{i.Signature} -> {(i.Victim.IsIPv4 ? i.Victim : $"[{i.Victim}]")}:{i.VictimPort}" : $"{i.Signature} -> {i.Victim}";
        return text.Length <= EvidenceItem.MaxSampleLength ? text : text[^EvidenceItem.MaxSampleLength..];
    }

    private void CloseSilent()
    {
        var silent = _open.Values.OrderBy(i => i.Last).Take(Capacity / 8).ToArray();
        foreach (var incident in silent) _open.Remove((incident.Attacker, incident.Rule));
        Overflow += silent.Length;
    }
}
