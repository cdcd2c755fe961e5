namespace Tegument.Sensor.Detect.Rings;

/// <summary>What one ring tells of what it alone cannot weigh.</summary>
public enum RingFactKind : byte
{
    Failed,
    EmptyHandshake,
    Conversed,
    Handshaked,
    Guessed,
    Flood,
    NoFlood,
}
