using Orleans;
using Tegument.Contracts.Networks;
using Tegument.Contracts.Reputation;

namespace Tegument.Silo.Networks;

/// <summary>
/// All that is stored of one network. Bounded by its members: at most 256 addresses, /64s or /56s. What has ended is dropped when it is
/// looked at; nothing ticks.
/// </summary>
[GenerateSerializer, Alias("tegument.NetworkState")]
public sealed class NetworkState
{
    /// <summary>The latest time this state was judged at; it never runs back.</summary>
    [Id(0)] public DateTimeOffset At { get; set; }

    /// <summary>Members with a verified ban that holds, each once.</summary>
    [Id(1)] public List<NetworkSibling> Siblings { get; set; } = [];

    /// <summary>The network's own ban that holds.</summary>
    [Id(2)] public BanDecision? Ban { get; set; }

    /// <summary>When somebody lifted it: only members banned later count.</summary>
    [Id(3)] public DateTimeOffset? PardonedAt { get; set; }

    /// <summary>The ledger's refusal of the last ban.</summary>
    [Id(4)] public string? Refusal { get; set; }

    public bool IsForgettable => Siblings.Count == 0 && Ban is null;
}
