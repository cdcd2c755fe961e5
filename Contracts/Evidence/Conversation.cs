using Orleans;

namespace Tegument.Contracts.Evidence;

/// <summary>
/// Our acquaintance with a source: data went both ways from <paramref name="Began"/> on, last at <paramref name="LastData"/>.
/// What a forger cannot have, and what frame resistance weighs.
/// </summary>
[GenerateSerializer, Immutable, Alias("tegument.Conversation")]
public sealed record Conversation(
    [property: Id(0)] DateTimeOffset Began,
    [property: Id(1)] DateTimeOffset LastData);
