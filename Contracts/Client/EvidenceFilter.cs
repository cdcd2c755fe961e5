using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Client;

/// <summary>Which recorded evidence, and from where on. What is null does not matter.</summary>
/// <param name="Limit">1 to 1,000 per page.</param>
/// <param name="After">A page's <c>Next</c>.</param>
/// <param name="Within">The source lies in this.</param>
/// <param name="Technique">Exactly this technique or rule id.</param>
/// <param name="Sensor">Exactly this sensor.</param>
/// <param name="Since">Told to the silo at this time or later.</param>
/// <param name="Until">Told to the silo before this time; an incident shows as it was told by then.</param>
public sealed record EvidenceFilter(
    int Limit = 100,
    string? After = null,
    IpPrefix? Within = null,
    EvidenceKind? Kind = null,
    string? Technique = null,
    string? Sensor = null,
    DateTimeOffset? Since = null,
    DateTimeOffset? Until = null)
{
    internal string Query() => new QueryText()
        .Add("limit", (int?)Limit)
        .Add("after", After)
        .Add("within", Within?.ToString())
        .Add("kind", Kind is { } kind ? WireName.Of(kind) : null)
        .Add("technique", Technique)
        .Add("sensor", Sensor)
        .Add("since", Since)
        .Add("until", Until)
        .ToString();
}
