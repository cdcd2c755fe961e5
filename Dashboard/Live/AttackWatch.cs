using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Qualia;
using Tegument.Contracts.Wire;

namespace Tegument.Dashboard.Live;

/// <summary>
/// Says when an attack is under way: from the second in which the temperature leaves its usual band until it has been inside for a minute, so
/// that the page does not blink. Owned by one thread.
/// </summary>
public sealed class AttackWatch
{
    public static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);

    /// <summary>In about this time a new normal becomes one.</summary>
    private static readonly TimeSpan Following = TimeSpan.FromHours(1);

    /// <summary>While nobody knows yet what is usual: less than one thorough scan earns, more than the noise of an open port.</summary>
    public const double LearningThreshold = 150;

    private DateTimeOffset _lastHot;
    private double _high = LearningThreshold;

    public AttackView? Attack { get; private set; }

    /// <summary>
    /// The same second, with the band as it was before the attack: a silo that has not learned for long takes the attack itself for usual.
    /// </summary>
    public QualiaSnapshot Feel(QualiaSnapshot now)
    {
        ArgumentNullException.ThrowIfNull(now);
        var high = now.Temperature.Learning ? Math.Max(now.Temperature.High, LearningThreshold) : now.Temperature.High;
        // Without an attack the last second's band is the one to leave; during one it follows what is told slowly, since a flood may stay.
        _high = Attack is null ? Math.Min(high, _high) : _high + ((high - _high) / Following.TotalSeconds);
        if (now.Temperature.Value > _high)
        {
            _lastHot = now.At;
            Attack ??= AttackView.Beginning(now.At);
        }
        else if (Attack is not null && now.At - _lastHot >= Calm)
        {
            Attack = null;
        }

        if (Attack is null)
        {
            _high = high;
            return now;
        }

        var band = now.Temperature with { High = Math.Min(now.Temperature.High, Math.Round(_high, 2)), Low = Math.Min(now.Temperature.Low, _high) };
        return now with { Temperature = band };
    }

    /// <summary>Fills in who and what, from the worst since it began.</summary>
    public void Describe(AttackerList worst)
    {
        ArgumentNullException.ThrowIfNull(worst);
        if (Attack is null) return;
        var kinds = worst.Attackers.SelectMany(attacker => attacker.Evidence).GroupBy(evidence => (evidence.Kind, evidence.Technique))
            .OrderByDescending(kind => kind.Sum(evidence => evidence.Count)).Select(kind => Name(kind.Key)).Distinct().Take(3);
        var network = worst.Attackers.GroupBy(attacker => Network(attacker.Address)).OrderByDescending(n => n.Count()).FirstOrDefault(n => n.Count() > 1);
        Attack = Attack with
        {
            Kinds = [.. kinds],
            Sources = worst.Sources,
            Network = network?.Key.ToString(),
            InNetwork = network?.Count() ?? 0,
            Sensors = worst.Attackers.SelectMany(attacker => attacker.Sensors).Distinct(StringComparer.Ordinal).Count(),
            Banned = worst.Attackers.Count(attacker => attacker.Banned),
            Listed = worst.Attackers.Length,
        };
    }

    private static string Name((Contracts.Evidence.EvidenceKind Kind, string Technique) of) =>
        of.Kind == Contracts.Evidence.EvidenceKind.BruteForce ? $"{of.Technique} {WireName.Of(of.Kind)}" : WireName.Of(of.Kind);

    private static IpPrefix Network(IpKey address) => IpPrefix.Parse(
        address.IsIPv4 ? $"{IpKey.FromIPv4(address.IPv4 & 0xFFFF_FF00)}/24" : $"{new IpKey(address.Upper, 0)}/64");
}
