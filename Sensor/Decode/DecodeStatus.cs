namespace Tegument.Sensor.Decode;

/// <summary>
/// What a decoder found. Frozen names: each is a counter in metrics and in a replay's summary (kebab-case). Members may be added at the
/// end, never re-meant.
/// </summary>
public enum DecodeStatus : byte
{
    Ok = 0,

    /// <summary>Well-formed, but not IP or ARP: nothing for us to judge.</summary>
    NotIp = 1,

    /// <summary>The capture's link type is one we do not read.</summary>
    UnsupportedLink = 2,
    LinkTruncated = 3,
    VlanTruncated = 4,
    VlanTooDeep = 5,
    ArpTruncated = 6,
    ArpUnsupported = 7,
    Ipv4Truncated = 8,
    Ipv4BadVersion = 9,
    Ipv4BadHeaderLength = 10,
    Ipv4BadTotalLength = 11,
    Ipv4OptionsInvalid = 12,
    Ipv4FragmentBeyondEnd = 13,
    Ipv6Truncated = 14,
    Ipv6BadVersion = 15,
    Ipv6BadPayloadLength = 16,
    Ipv6ExtensionTruncated = 17,
    Ipv6TooManyExtensions = 18,
    TcpTruncated = 19,
    TcpBadHeaderLength = 20,
    TcpOptionInvalid = 21,
    UdpTruncated = 22,
    UdpBadLength = 23,
    IcmpTruncated = 24,
    Icmpv6Truncated = 25,

    /// <summary>The frame was cut by the capture's snap length before the layer ended; the headers that are there decoded.</summary>
    SnapTruncated = 26,

    /// <summary>Source and destination are the same address and port (land attack).</summary>
    Land = 27,
    Ipv6FragmentBeyondEnd = 28,

    /// <summary>More encapsulations in one another than are entered.</summary>
    TunnelTooDeep = 29,
    GreTruncated = 30,

    /// <summary>A version above 1, source routing, or version 1 without PPP.</summary>
    GreUnsupported = 31,
    ErspanTruncated = 32,
    ErspanBadVersion = 33,
    GeneveTruncated = 34,
    GeneveBadOptions = 35,
    MplsTruncated = 36,
    MplsTooDeep = 37,
    PppoeTruncated = 38,
    PppoeBadVersion = 39,
    PppoeBadLength = 40,
    PppTruncated = 41,

    /// <summary>The first fragment ends before the transport header does (RFC 1858, RFC 7112): no honest path is that narrow.</summary>
    FragmentTiny = 42,

    /// <summary>A fragment that is not the last must hold bytes, and a multiple of eight of them.</summary>
    FragmentBadLength = 43,
}
