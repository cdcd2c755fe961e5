using System.Runtime.InteropServices;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Qualia;
using Tegument.Contracts.Wire;

namespace Tegument.Silo.Qualia;

/// <summary>
/// What the fleet has felt so far: takes silos' samples in, and makes each second's snapshot of them and the hosts. A function of what it was
/// handed, times included. Owned by one grain.
/// </summary>
internal sealed class QualiaSenses
{
    public const int MaxEvidence = 256;

    private readonly FadingSums _kinds = new(TemperatureSense.Constant, 64);
    private readonly FadingSums _sensors = new(TemperatureSense.Constant, 256);
    private readonly FadingSums _sources = new(TemperatureSense.Constant, 512);
    private readonly FadingSums _hits = new(PainSense.HitConstant, 64);
    private readonly UsualRate _usual = new();
    private readonly Dictionary<(EvidenceKind Kind, string Technique), (long Items, double Points)> _evidence = [];
    private readonly List<QualiaSample> _waiting = [];
    private readonly Queue<(DateTimeOffset At, LedgerPosition Position)> _positions = new();
    private DateTimeOffset? _at;
    private LedgerPosition? _due;

    public QualiaSenses(QualiaState state)
    {
        if (state.At == default) return;
        foreach (var (kind, heat) in state.Heat) _kinds.Add(kind, heat);
        if (state.UsualHeat is not null) _usual.Restore(state.UsualHeat);
        _at = state.At;
    }

    /// <summary>Where every executor should stand by now; null when not known.</summary>
    public LedgerPosition? Due => _due;

    /// <summary>Seconds whose counts are in the newest snapshot; 0 before the first.</summary>
    public double Covered { get; private set; }

    /// <summary>To be counted in the second that ends next.</summary>
    public void Take(QualiaSample sample)
    {
        // As many as there are silos; a bound for a caller gone wild.
        if (_waiting.Count < 1024) _waiting.Add(sample);
    }

    /// <summary>Brings what executors have had time to apply up to a time.</summary>
    public void Wait(DateTimeOffset now)
    {
        foreach (var sample in _waiting)
        {
            if (sample.Ledger is { } position) _positions.Enqueue((now, position));
        }

        while (_positions.TryPeek(out var oldest) && (oldest.At <= now - FleetLoads.Patience || _positions.Count > 4096)) _due = _positions.Dequeue().Position;
    }

    public QualiaSnapshot Next(FleetPulse pulse, DateTimeOffset now)
    {
        // The first second of all has no beginning: it counts as one. What was counted began with us, even where heat is older.
        var elapsed = _at is { } at && now > at ? now - at : TimeSpan.FromSeconds(1);
        Covered = Covered == 0 ? 1 : elapsed.TotalSeconds;
        foreach (var sums in (FadingSums[])[_kinds, _sensors, _sources, _hits]) sums.Fade(elapsed);
        var (bans, points) = (0L, 0.0);
        _evidence.Clear();
        foreach (var sample in _waiting)
        {
            bans += sample.Bans;
            points += Count(sample);
            foreach (var sensor in sample.Sensors) _sensors.Add(sensor.Name, sensor.Points);
            foreach (var source in sample.Sources) _sources.Add(source.Name, source.Points);
            foreach (var hit in sample.Severe) _hits.Add($"{hit.Technique} by {hit.Source}", hit.Count * (hit.Severity >= 4 ? PainSense.CriticalHit : PainSense.HighHit));
        }

        _waiting.Clear();
        _at = now;
        _usual.Tell(points, Math.Min(elapsed.TotalSeconds, 60));
        var evidence = _evidence.Select(e => new EvidenceCount(e.Key.Kind, e.Key.Technique, e.Value.Items, Math.Round(e.Value.Points, 2)));
        return new QualiaSnapshot(
            now,
            PressureSense.Of(pulse),
            TemperatureSense.Of(_kinds, _sensors, _sources, _usual.Usual),
            PainSense.Of(pulse, _hits),
            [.. evidence.OrderByDescending(e => e.Items).ThenByDescending(e => e.Points).ThenBy(e => e.Kind).ThenBy(e => e.Technique, StringComparer.Ordinal)],
            Math.Round(_evidence.Values.Sum(e => e.Items) / Covered, 2),
            Math.Round(bans / Covered, 2),
            Math.Round(pulse.PacketsPerSecond, 1),
            pulse.Hosts,
            pulse.Online,
            Math.Round(pulse.DroppedPerSecond, 1));
    }

    public void Store(QualiaState state)
    {
        state.At = _at ?? default;
        state.Heat = _kinds.Greatest(int.MaxValue).ToDictionary(kind => kind.Name, kind => kind.Sum);
        state.UsualHeat = _usual.Usual;
    }

    private double Count(QualiaSample sample)
    {
        var points = 0.0;
        foreach (var count in sample.Evidence)
        {
            points += count.Points;
            if (count.Points > 0) _kinds.Add(WireName.Of(count.Kind), count.Points);
            var technique = _evidence.Count >= MaxEvidence && !_evidence.ContainsKey((count.Kind, count.Technique)) ? EvidenceCount.OtherTechniques : count.Technique;
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_evidence, (count.Kind, technique), out _);
            sum.Items += count.Items;
            sum.Points += count.Points;
        }

        return points;
    }
}
