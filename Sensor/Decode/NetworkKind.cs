namespace Tegument.Sensor.Decode;

/// <summary>The network layer that a frame carried.</summary>
public enum NetworkKind : byte
{
    None = 0,
    IPv4 = 4,
    IPv6 = 6,
    Arp = 10,
}
