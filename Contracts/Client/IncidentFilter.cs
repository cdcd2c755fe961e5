using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Client;

/// <summary>Which incidents to list, and from where on. What is null does not matter.</summary>
/// <param name="Limit">1 to 1,000 per page.</param>
/// <param name="After">A page's <c>Next</c>.</param>
/// <param name="Target">The victim lies in this network, or is this address.</param>
/// <param name="Since">Seen at or after this.</param>
public sealed record IncidentFilter(int Limit = 100, string? After = null, EvidenceKind? Kind = null, IpPrefix? Target = null, DateTimeOffset? Since = null)
{
    internal string Query() => new QueryText()
        .Add<int>("limit", Limit).Add("after", After).Add("kind", Kind is { } kind ? WireName.Of(kind) : null).Add("target", Target?.ToString()).Add("since", Since)
        .ToString();
}
