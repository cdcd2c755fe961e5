using Orleans;

namespace Tegument.Contracts.Bans;

/// <summary>One change of a ledger as it happened. Its number is the ban's revision.</summary>
/// <param name="Ban">As it stands now, or as it stood when it was lifted.</param>
/// <param name="Actor">Who changed it, which for a lifted ban need not be who made it.</param>
[GenerateSerializer, Immutable, Alias("tegument.BanChange")]
public sealed record BanChange(
    [property: Id(0)] BanMove Move,
    [property: Id(1)] Ban Ban,
    [property: Id(2)] string Actor,
    [property: Id(3)] string Reason,
    [property: Id(4)] DateTimeOffset At);
