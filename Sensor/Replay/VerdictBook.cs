using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Reputation;
using Tegument.Contracts.Wire;
using Tegument.Silo.Ingest;

namespace Tegument.Sensor.Replay;

/// <summary>Keeps what was claimed and judged during a replay: the worst standing, the highest score, the first ban, the last totals. One thread.</summary>
public sealed class VerdictBook
{
    private readonly SortedDictionary<IpKey, Dictionary<(EvidenceKind, string, long), EvidenceItem>> _evidence = [];
    private readonly Dictionary<string, Verdict> _verdicts = [];
    private readonly SortedDictionary<(string Kind, IpKey Target, int Port, long Id), VictimIncident> _incidents = [];

    public void Take(IReadOnlyList<EvidenceItem> items, IReadOnlyList<VictimIncident> incidents)
    {
        foreach (var item in items)
        {
            if (!_evidence.TryGetValue(item.Source, out var known)) _evidence.Add(item.Source, known = []);
            known[(item.Kind, item.Technique, item.Incident)] = item;
        }

        foreach (var incident in incidents) _incidents[(WireName.Of(incident.Kind), incident.Target, incident.Port, incident.Id)] = incident;
    }

    public void Take(IngestResult result)
    {
        foreach (var judgement in result.Judgements)
        {
            if (!_verdicts.TryGetValue(judgement.Key, out var verdict)) _verdicts.Add(judgement.Key, verdict = new Verdict());
            verdict.Standing = (Standing)Math.Max((byte)verdict.Standing, (byte)judgement.Standing);
            verdict.Score = Math.Max(verdict.Score, judgement.Score);
            verdict.Note = judgement.Note ?? verdict.Note;
        }

        foreach (var ban in result.Bans)
        {
            if (ban.Outcome.Ban is null) continue;
            var verdict = _verdicts[ReputationKey.TextOf(ban.Decision.Prefix)];
            verdict.Ban ??= new ReplayBan(Math.Round(ban.Decision.Ttl.TotalSeconds, 3), ban.Decision.Reason);
        }
    }

    public ReplayAddress[] Addresses() => [.. _evidence.Select(entry => Address(entry.Key, entry.Value.Values))];

    public ReplayIncident[] Incidents() => [.. _incidents.Values.Select(i => new ReplayIncident(
        WireName.Of(i.Kind), ReplayTexts.Target(i.Target, i.Port), i.Sources, i.Packets, ReplayTexts.Time(i.FirstSeen), ReplayTexts.Time(i.LastSeen),
        [.. i.TopSources.Select(s => new ReplaySource(s.Address.ToString(), s.Packets))])
    {
        Technique = i.Technique.Length == 0 ? null : i.Technique,
        Mac = i.Mac,
        Detail = i.Detail,
    })];

    private ReplayAddress Address(IpKey address, IEnumerable<EvidenceItem> items)
    {
        // In a replay no host reports its networks: IPv6 is judged by /64 but for link-local.
        var prefix = ReputationKey.PrefixOf(address, onLink: false);
        var verdict = _verdicts.GetValueOrDefault(ReputationKey.TextOf(prefix)) ?? new Verdict();
        var evidence = items
            .OrderBy(i => i.Kind).ThenBy(i => i.Technique, StringComparer.Ordinal).ThenBy(i => i.Incident)
            .Select(i => new ReplayEvidence(
                WireName.Of(i.Kind), i.Technique.Length == 0 ? null : i.Technique, i.Count, i.Ports, i.Targets, ReplayTexts.Time(i.FirstSeen), ReplayTexts.Time(i.LastSeen)))
            .ToArray();
        return new ReplayAddress(
            address.ToString(), prefix.IsSingle ? null : prefix.ToString(), WireName.Of(verdict.Standing), Math.Round(verdict.Score, 3),
            items.Any(i => i.Verified), evidence, verdict.Ban) { Note = verdict.Note };
    }

    private sealed class Verdict
    {
        public Standing Standing { get; set; }

        public double Score { get; set; }

        public ReplayBan? Ban { get; set; }

        public string? Note { get; set; }
    }
}
