namespace Tegument.Sensor.Decode;

/// <summary>IANA protocol numbers that the decoder goes into, and those that detection asks for by name.</summary>
public static class IpProtocol
{
    public const byte HopByHop = 0;
    public const byte Icmp = 1;

    /// <summary>IPv4 within another IP packet.</summary>
    public const byte IPv4 = 4;
    public const byte Tcp = 6;
    public const byte Udp = 17;

    /// <summary>IPv6 within another IP packet.</summary>
    public const byte IPv6 = 41;
    public const byte Routing = 43;
    public const byte Fragment = 44;
    public const byte Gre = 47;
    public const byte Esp = 50;
    public const byte Authentication = 51;
    public const byte Icmpv6 = 58;
    public const byte NoNextHeader = 59;
    public const byte DestinationOptions = 60;
    public const byte Sctp = 132;
    public const byte Mpls = 137;
}
