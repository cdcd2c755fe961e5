namespace Tegument.Sensor.Decode.Tunnels;

/// <summary>The encapsulations that a packet came in; several when they are nested.</summary>
[Flags]
public enum TunnelKinds : ushort
{
    None = 0,

    /// <summary>Generic routing encapsulation (RFC 2784, RFC 2890).</summary>
    Gre = 1 << 0,

    /// <summary>Its version 1 with PPP inside (RFC 2637).</summary>
    Pptp = 1 << 1,

    /// <summary>A switch's mirror over GRE, types I to III.</summary>
    Erspan = 1 << 2,

    /// <summary>RFC 7348.</summary>
    Vxlan = 1 << 3,

    /// <summary>RFC 8926.</summary>
    Geneve = 1 << 4,

    /// <summary>RFC 3032, on a link or over IP (RFC 4023, RFC 7510).</summary>
    Mpls = 1 << 5,

    /// <summary>A PPP session over Ethernet (RFC 2516).</summary>
    Pppoe = 1 << 6,

    /// <summary>IPv4 in IPv4 (RFC 2003).</summary>
    IpInIp = 1 << 7,

    /// <summary>IPv6 in IPv4 (RFC 4213).</summary>
    SixInFour = 1 << 8,

    /// <summary>IPv4 in IPv6 (RFC 2473).</summary>
    FourInSix = 1 << 9,

    /// <summary>IPv6 in IPv6 (RFC 2473).</summary>
    SixInSix = 1 << 10,

    /// <summary>IPv6 in UDP over IPv4 (RFC 4380).</summary>
    Teredo = 1 << 11,
}
