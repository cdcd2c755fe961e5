namespace Tegument.Sensor.Detect;

/// <summary>The detectors that look at single datagrams as they pass; owned by one <see cref="SensorCore"/>.</summary>
public sealed record DatagramDetectors(ArpSpoofDetector Neighbours);
