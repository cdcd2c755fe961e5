using System.Text.Json.Serialization;

namespace Tegument.Benchmarks.Live;

/// <summary>What one listener made of a burst.</summary>
/// <param name="Seen">Packets that it read.</param>
/// <param name="Dropped">Packets that the kernel dropped because its ring was full.</param>
/// <param name="CpuSeconds">Its own processor time, user and system, over the burst.</param>
internal sealed record LiveReading(long Seen, long Dropped, double CpuSeconds)
{
    public double NanosecondsPerPacket => Seen == 0 ? 0 : CpuSeconds * 1e9 / Seen;
}

/// <summary>What the sensor's process says of itself when it ends.</summary>
internal sealed record SensorCounts(long Seen, long Dropped);

[JsonSerializable(typeof(SensorCounts))]
internal sealed partial class LiveJson : JsonSerializerContext;
