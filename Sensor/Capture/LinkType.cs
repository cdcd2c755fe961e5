namespace Tegument.Sensor.Capture;

/// <summary>The link layer of a capture: pcap LINKTYPE numbers (draft-ietf-opsawg-pcaplinktype) that we read.</summary>
public enum LinkType : ushort
{
    Null = 0,
    Ethernet = 1,
    Raw = 101,
    Loop = 108,
    LinuxCooked = 113,
    IPv4 = 228,
    IPv6 = 229,
    LinuxCooked2 = 276,
    Unsupported = ushort.MaxValue,
}
