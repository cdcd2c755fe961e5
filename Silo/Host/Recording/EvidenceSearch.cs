using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;

namespace Tegument.Silo.Host.Recording;

/// <summary>Which recorded evidence; what is null does not matter.</summary>
/// <param name="Within">The source lies in this.</param>
/// <param name="Technique">Exactly this technique.</param>
/// <param name="Sensor">Exactly this sensor.</param>
/// <param name="Since">Told at this time or later.</param>
/// <param name="Until">Told before this time.</param>
public sealed record EvidenceSearch(
    IpPrefix? Within = null, EvidenceKind? Kind = null, string? Technique = null, string? Sensor = null, DateTimeOffset? Since = null, DateTimeOffset? Until = null)
{
    public static readonly EvidenceSearch All = new();
}
