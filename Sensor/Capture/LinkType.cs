namespace Tegument.Sensor.Capture;

/// <summary>The link layer of a capture: pcap LINKTYPE numbers (draft-ietf-opsawg-pcaplinktype) that we read.</summary>
public enum LinkType : ushort
{
    Null = 0,
    Ethernet = 1,
    Ppp = 9,
    PppSerial = 50,
    Raw = 101,
    CiscoHdlc = 104,
    Loop = 108,
    LinuxCooked = 113,
    IPv4 = 228,
    IPv6 = 229,
    Nflog = 239,
    LinuxCooked2 = 276,
    Unsupported = ushort.MaxValue,
}
