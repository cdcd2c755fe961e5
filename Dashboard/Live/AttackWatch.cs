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

    /// <summary>While nobody knows yet what is usual: about what one thorough scan or one guesser of passwords earns.</summary>
    public const double LearningThreshold = 60;

    private DateTimeOffset _lastHot;

    public AttackView? Attack { get; private set; }

    public void Feel(QualiaSnapshot now)
    {
        ArgumentNullException.ThrowIfNull(now);
        var high = now.Temperature.Learning ? Math.Max(now.Temperature.High, LearningThreshold) : now.Temperature.High;
        if (now.Temperature.Value > high)
        {
            _lastHot = now.At;
            Attack ??= AttackView.Beginning(now.At);
        }
        else if (Attack is not null && now.At - _lastHot >= Calm)
        {
            Attack = null;
        }
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
