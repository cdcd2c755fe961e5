using Orleans;

namespace Tegument.Contracts.Qualia;

/// <summary>The qualia of a step of time: means, and for the three also the highest second.</summary>
/// <param name="At">Where the step begins.</param>
/// <param name="Seconds">The seconds that were computed within it; fewer than the step is long where the silo did not run.</param>
/// <param name="DroppedPerSecond">Packets that bans dropped in kernels.</param>
[GenerateSerializer, Immutable, Alias("tegument.QualiaPoint")]
public sealed record QualiaPoint(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] int Seconds,
    [property: Id(2)] double Pressure,
    [property: Id(3)] double Temperature,
    [property: Id(4)] double Pain,
    [property: Id(5)] double PeakPressure,
    [property: Id(6)] double PeakTemperature,
    [property: Id(7)] double PeakPain,
    [property: Id(8)] double ItemsPerSecond,
    [property: Id(9)] double BansPerSecond,
    [property: Id(10)] double PacketsPerSecond,
    [property: Id(11)] double Online,
    [property: Id(12)] double DroppedPerSecond = 0);
