using Tegument.Contracts.Addresses;

namespace Tegument.Silo.Protection;

/// <summary>What the user protects, beside what the hosts report.</summary>
public sealed record ProtectionOptions
{
    /// <summary>The allow list.</summary>
    public IpPrefix[] Allow { get; init; } = [];

    /// <summary>Replay: networks that count as ours.</summary>
    public IpPrefix[] Home { get; init; } = [];
}
