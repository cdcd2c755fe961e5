using Orleans;
using Tegument.Contracts.Posture;

namespace Tegument.Silo.Posture;

/// <summary>What is stored of the fleet's posture.</summary>
[GenerateSerializer, Alias("tegument.PostureState")]
public sealed class PostureState
{
    /// <summary>Temporary postures that may lie one on another.</summary>
    public const int MaxBeneath = 8;

    /// <summary>Null until someone sets one.</summary>
    [Id(0)] public PostureSnapshot? Current { get; set; }

    /// <summary>What returns when the current one ends, last first out. The first one, without an end, is never dropped.</summary>
    [Id(1)] public List<PostureSnapshot> Beneath { get; set; } = [];

    /// <summary>The version whose effects on bans are complete, and its level.</summary>
    [Id(2)] public long AppliedVersion { get; set; }

    [Id(3)] public PostureLevel? AppliedLevel { get; set; }

    /// <summary>When a lockdown that the qualia had armed last ran out unconfirmed.</summary>
    [Id(4)] public DateTimeOffset? UnansweredAt { get; set; }
}
