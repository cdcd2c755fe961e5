using Tegument.Dashboard.Live;

namespace Tegument.Dashboard.Components.Charts;

/// <summary>The path over all groups up to and with this one.</summary>
public sealed record StackArea(EvidenceGroup Group, string Path);
