using Tegument.Dashboard.Live;

namespace Tegument.Dashboard.Components.Charts;

/// <summary>Items a second of a group now.</summary>
public sealed record StackValue(EvidenceGroup Group, double PerSecond);
