using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;

namespace Tegument.Contracts.Api;

/// <summary>A source that was hostile in a period, from recorded evidence.</summary>
/// <param name="Points">What its incidents would weigh together if they had come at once: the measure of the order, not a score.</param>
/// <param name="Verified">Some of it cannot have been forged.</param>
/// <param name="Banned">A ban covers it now.</param>
public sealed record AttackerView(
    IpKey Address, double Points, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, bool Verified, bool Banned, string[] Sensors, AttackerEvidence[] Evidence);

/// <summary>One kind of evidence against it, its incidents added up.</summary>
public sealed record AttackerEvidence(EvidenceKind Kind, string Technique, long Count, int Ports, int Targets);

/// <summary>The worst of a period, worst first.</summary>
/// <param name="Sources">All sources with evidence in the period.</param>
public sealed record AttackerList(AttackerView[] Attackers, long Sources, DateTimeOffset Since, DateTimeOffset Until);
