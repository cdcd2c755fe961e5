namespace Tegument.Sensor.Decode;

/// <summary>EtherTypes (IEEE 802 numbers) that lead to a network layer we read, perhaps through an encapsulation.</summary>
internal static class EtherType
{
    public const ushort IPv4 = 0x0800;
    public const ushort Arp = 0x0806;
    public const ushort Vlan = 0x8100;
    public const ushort IPv6 = 0x86DD;
    public const ushort ServiceVlan = 0x88A8;
    public const ushort Mpls = 0x8847;
    public const ushort MplsMulticast = 0x8848;
    public const ushort PppoeSession = 0x8864;
    public const ushort OldQinQ = 0x9100;

    /// <summary>Values up to this are an IEEE 802.3 length, not a type.</summary>
    public const ushort LargestLength = 1500;
}
