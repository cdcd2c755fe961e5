using Orleans;

namespace Tegument.Contracts.Qualia;

/// <summary>How the fleet feels in one second, and the counts behind it.</summary>
/// <param name="Pressure">Load against what each host is used to; 1 is as usual.</param>
/// <param name="Temperature">Hostile evidence in points a minute, by the policy's weights.</param>
/// <param name="Pain">Evidence of damage, 0 to 100.</param>
/// <param name="Evidence">Of this second, by kind and technique, most items first.</param>
/// <param name="ItemsPerSecond">Evidence items of this second.</param>
/// <param name="BansPerSecond">Bans made or extended in this second, of every origin.</param>
/// <param name="PacketsPerSecond">What the online sensors see.</param>
/// <param name="DroppedPerSecond">Packets that bans dropped in the kernels of the online hosts.</param>
[GenerateSerializer, Immutable, Alias("tegument.QualiaSnapshot")]
public sealed record QualiaSnapshot(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] Quale Pressure,
    [property: Id(2)] Quale Temperature,
    [property: Id(3)] Quale Pain,
    [property: Id(4)] EvidenceCount[] Evidence,
    [property: Id(5)] double ItemsPerSecond,
    [property: Id(6)] double BansPerSecond,
    [property: Id(7)] double PacketsPerSecond,
    [property: Id(8)] int Hosts,
    [property: Id(9)] int Online,
    [property: Id(10)] double DroppedPerSecond = 0);
