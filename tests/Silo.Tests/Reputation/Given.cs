using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Policy;
using Tegument.Silo.Protection;
using Tegument.Silo.Reputation;

namespace Tegument.Silo.Tests.Reputation;

/// <summary>One source and the words to accuse it with.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    public static readonly IpKey Attacker = IpKey.Parse("203.0.113.9");
    public static readonly IpPrefix Subject = IpPrefix.Of(Attacker);

    public static JudgementContext At(TimeSpan later, PostureLevel posture = PostureLevel.Balanced, ReputationPolicy? policy = null, IProtectionRules? rules = null) =>
        new(policy ?? ReputationPolicy.Default, posture, Start + later, rules ?? new ProtectionRules(new ProtectionOptions()));

    public static EvidenceItem Item(
        EvidenceKind kind,
        string technique = "",
        long count = 1,
        bool verified = false,
        byte severity = 0,
        long incident = 1,
        Conversation? conversation = null,
        DateTimeOffset? firstSeen = null) =>
        new(Attacker, kind, technique, incident, count, 0, 0, firstSeen ?? Start, firstSeen ?? Start, verified, severity, conversation);

    public static EvidenceItem Scan(long ports, bool verified = false, string technique = Techniques.Syn, long incident = 1) =>
        Item(EvidenceKind.PortScan, technique, ports, verified, incident: incident);

    public static SensorEvidence From(string sensor, params EvidenceItem[] items) => new(sensor, "run-1", items);

    public static Judgement Observe(this ReputationState state, in JudgementContext context, params EvidenceItem[] items) =>
        ReputationJudge.Observe(state, Subject, From("web1", items), context);

    public static Judgement Judge(this ReputationState state, in JudgementContext context) => ReputationJudge.Judge(state, Subject, context);
}
