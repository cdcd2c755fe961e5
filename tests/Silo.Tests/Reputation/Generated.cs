using FsCheck;
using FsCheck.Fluent;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Policy;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Tests.Reputation;

/// <summary>Any evidence, any valid policy, any rules: what the properties are said of.</summary>
internal static class Generated
{
    private static readonly EvidenceKind[] Kinds = Enum.GetValues<EvidenceKind>()[1..];

    public static readonly Gen<PostureLevel> Posture = Gen.Elements(Enum.GetValues<PostureLevel>());

    public static readonly Gen<EvidenceItem> Item =
        from kind in Gen.Elements(Kinds)
        from technique in Gen.Elements(Techniques.Syn, Techniques.Null, "")
        from incident in Gen.Choose(1, 2)
        from count in Gen.Choose(0, 30)
        from severity in Gen.Choose(0, 4)
        from verified in Gen.Elements(true, false)
        from minutes in Gen.Choose(0, 30)
        select Given.Item(kind, technique, count, verified, (byte)severity, incident, firstSeen: Given.Start.AddMinutes(-minutes));

    /// <summary>One claim of one of a few sensors.</summary>
    public static readonly Gen<SensorEvidence> Claim =
        from sensor in Gen.Elements("web1", "web2", "db1", "edge")
        from item in Item
        select Given.From(sensor, item);

    /// <summary>So few claims that no incident is forgotten for room.</summary>
    public static readonly Gen<SensorEvidence[]> Claims = Claim.ArrayOf().Select(all => all.Take(24).ToArray());

    /// <summary>As many sensors and incidents as make a state forget.</summary>
    public static readonly Gen<SensorEvidence[]> ManyClaims =
        from sensors in Gen.Choose(1, 60)
        from claims in (from sensor in Gen.Choose(1, sensors) from item in Item select Given.From($"host{sensor}", item)).ArrayOf(120)
        select claims;

    /// <summary>What is known of a source beside evidence: nothing, or a conversation that may make it a likely victim of framing.</summary>
    public static readonly Gen<Conversation?> Acquaintance = Gen.OneOf(
        Gen.Constant<Conversation?>(null),
        from began in Gen.Choose(0, 60)
        from last in Gen.Choose(0, began)
        select (Conversation?)new Conversation(Given.Start.AddMinutes(-began), Given.Start.AddMinutes(-last)));

    private static readonly Gen<double> Points = Gen.OneOf(Gen.Choose(0, 200).Select(n => (double)n), Gen.Choose(1, 999).Select(n => n / 10.0));

    private static readonly Gen<TimeSpan> Time = Gen.OneOf(
        Gen.Choose(1, 600).Select(n => TimeSpan.FromSeconds(n)), Gen.Choose(1, 50).Select(n => TimeSpan.FromHours(n)));

    private static readonly Gen<EvidenceWeights> Weights =
        from p in Points.ArrayOf(13)
        from tries in Gen.Choose(0, 10)
        select new EvidenceWeights
        {
            ScannedPort = p[0], StealthScannedPort = p[1], SweptHost = p[2], FailedTry = p[3], FreeTries = tries, Flood = p[4],
            Low = Math.Min(p[5], p[6]), Medium = Math.Max(p[5], p[6]), High = Math.Max(p[5], p[6]) + p[7], Critical = Math.Max(p[5], p[6]) + p[7] + p[8],
            Anomaly = p[9], AnomalyCap = p[10], Malformed = p[11], DnsTunnel = p[12], LogLine = p[12],
        };

    private static readonly Gen<PostureThresholds> Thresholds =
        from steps in Gen.Choose(1, 2000).ArrayOf(4)
        from never in Gen.Choose(0, 4)
        let sorted = steps.Select(step => step / 10.0 + 0.01).OrderDescending().Select((step, i) => i < never ? (double?)null : step).ToArray()
        select new PostureThresholds { Explore = sorted[0], Balanced = sorted[1], Hardened = sorted[2], Lockdown = sorted[3] };

    private static readonly Gen<BanLadder> Ladder =
        from first in Time
        from factor in Gen.Choose(10, 80)
        from longest in Time
        from fade in Time
        select new BanLadder { First = first, Factor = factor / 10.0, Longest = first > longest ? first : longest, StrikesFadeAfter = fade };

    /// <summary>Any policy that passes its own check.</summary>
    public static readonly Gen<ReputationPolicy> Policy = Gen.Frequency((1, Gen.Constant(ReputationPolicy.Default)), (4, (
        from halfLife in Time
        from over in Time
        from p in Gen.Choose(1, 3000).ArrayOf(3)
        from slack in Gen.Choose(0, 100)
        from per in Gen.Choose(100, 200)
        from weights in Weights
        from thresholds in Thresholds
        from ladder in Ladder
        from acquainted in Time
        from last in Time
        select new ReputationPolicy
        {
            HalfLife = halfLife,
            IncidentOverAfter = over,
            IncidentCap = p[0] / 10.0,
            SuspectAt = p[1] / 10.0,
            AliveAt = p[2] / 100.0,
            Slack = Math.Min(slack / 10.0, (thresholds.Lowest ?? 20) / 2),
            Weights = weights,
            Thresholds = thresholds,
            Ladder = ladder,
            Corroboration = new CorroborationPolicy { PerSensor = per / 100.0, Most = 1 + per % 7 },
            FrameResistance = new FrameResistance { AcquaintedFor = acquainted, LastDataWithin = last },
        }).Where(policy => policy.Validate() is null)));

    /// <summary>Rules that protect the source, each in its own way.</summary>
    public static readonly Gen<IProtectionRules> ProtectingRules = Gen.Choose(0, 4).Select(IProtectionRules (which) =>
    {
        var rules = new ProtectionRules(new ProtectionOptions
        {
            Allow = which == 0 ? [Given.Subject] : [],
            Home = which == 1 ? [new IpPrefix(Given.Attacker, 24)] : [],
        });
        IpKey[] source = [Given.Attacker];
        rules.Report("web1", Contracts.Fleet.Protection.None with
        {
            Own = which == 2 ? source : [],
            Gateways = which == 3 ? source : [],
            Resolvers = which == 4 ? source : [],
        });
        return rules;
    });

    public static T[] Shuffled<T>(this IEnumerable<T> all, int seed)
    {
        var shuffled = all.ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }
}
