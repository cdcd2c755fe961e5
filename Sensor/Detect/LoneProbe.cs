using Tegument.Sensor.Flows;

namespace Tegument.Sensor.Detect;

/// <summary>A failed probe as the scan detector counts it: hashes, not addresses, since sets hold nothing else.</summary>
/// <param name="Target">Keyed hash of the target's address.</param>
/// <param name="Pair">Keyed hash of the target's address and port.</param>
/// <param name="Seen">Nanoseconds of the sensor's clock when the probe was sent.</param>
public readonly record struct LoneProbe(ProbeTechnique Technique, ulong Target, ulong Pair, ushort Port, long Seen);
