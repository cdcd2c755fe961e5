using Orleans;

namespace Tegument.Contracts.Fleet;

/// <summary>The fleet's hosts added up: load against what is usual, and who is in trouble.</summary>
/// <param name="PacketsPerSecond">Of all online sensors.</param>
/// <param name="Measured">Online sensors whose usual load is known; the four sums below are theirs, in packets a second.</param>
/// <param name="LearnedMinutes">What the best-known of the others has learned so far, in minutes.</param>
/// <param name="Busiest">Those of the measured that lie furthest above their usual load, furthest first.</param>
/// <param name="Blind">Sensors that lose packets.</param>
/// <param name="Behind">Enforcing hosts whose kernel does not hold what the ledger decided.</param>
/// <param name="Trouble">Online hosts that say themselves what is wrong.</param>
/// <param name="Lost">Hosts that fell silent within the last day, of those heard within it.</param>
/// <param name="DroppedPerSecond">Packets that bans dropped in the kernels of all online hosts.</param>
[GenerateSerializer, Immutable, Alias("tegument.FleetPulse")]
public sealed record FleetPulse(
    [property: Id(0)] int Hosts,
    [property: Id(1)] int Online,
    [property: Id(2)] double PacketsPerSecond,
    [property: Id(3)] int Measured,
    [property: Id(4)] double Load,
    [property: Id(5)] double Usual,
    [property: Id(6)] double Low,
    [property: Id(7)] double High,
    [property: Id(8)] int LearnedMinutes,
    [property: Id(9)] HostLoadView[] Busiest,
    [property: Id(10)] HostTroubles Blind,
    [property: Id(11)] HostTroubles Behind,
    [property: Id(12)] HostTroubles Trouble,
    [property: Id(13)] HostTroubles Lost,
    [property: Id(14)] double DroppedPerSecond = 0);
