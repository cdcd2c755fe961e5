namespace Tegument.Sensor.Flows;

/// <summary>What a flow's protocol byte holds beside IANA's numbers.</summary>
public static class FlowProtocol
{
    /// <summary>ARP has no IP protocol number; 255 is reserved by IANA and never on the wire.</summary>
    public const byte Arp = 255;
}
