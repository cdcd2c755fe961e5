using Tegument.Contracts.Addresses;
using Tegument.Sensor.Decode.Tunnels;

namespace Tegument.Sensor.Decode;

/// <summary>
/// One decoded packet, borrowed from its frame: nothing here outlives the capture source's next read. Filled by
/// <see cref="FrameDecoder"/>; fields of layers that are absent are zero.
/// </summary>
public ref struct PacketView
{
    /// <summary>Nanoseconds since the Unix epoch, as captured (may run backwards in merged files).</summary>
    public long Timestamp;

    /// <summary>For ARP: the sender's protocol address.</summary>
    public IpKey Source;

    /// <summary>For ARP: the target's protocol address.</summary>
    public IpKey Destination;

    public NetworkKind Network;

    /// <summary>IANA protocol number of the innermost header reached; meaningful for IPv4 and IPv6.</summary>
    public byte Protocol;

    /// <summary>The ports are there (TCP or UDP header decoded).</summary>
    public bool HasPorts;
    public ushort SourcePort;
    public ushort DestinationPort;

    /// <summary>Raw TCP flags byte (RFC 9293 §3.1), CWR and ECE included; see <see cref="TcpFlags.Mask"/>.</summary>
    public byte Flags;
    public uint Sequence;
    public uint Acknowledgement;
    public TcpOptionShape Options;

    /// <summary>TCP maximum segment size option, 0 when absent.</summary>
    public ushort Mss;

    public byte IcmpType;
    public byte IcmpCode;

    /// <summary>ICMP echo identifier and sequence, or 0.</summary>
    public uint IcmpEcho;

    /// <summary>An ICMP error's quoted packet: its addresses, protocol and ports when they could be read.</summary>
    public bool HasQuote;
    public IpKey QuotedSource;
    public IpKey QuotedDestination;
    public byte QuotedProtocol;
    public ushort QuotedSourcePort;
    public ushort QuotedDestinationPort;

    /// <summary>ARP operation: 1 request, 2 reply.</summary>
    public byte ArpOperation;

    /// <summary>Link source (or ARP sender) hardware address in the low 48 bits; 0 when the link has none.</summary>
    public ulong SourceMac;

    /// <summary>The link addressed it to a group (broadcast or multicast): whoever stays silent refused nothing.</summary>
    public bool LinkGroup;

    /// <summary>Any fragment of an IP datagram.</summary>
    public bool IsFragment;

    /// <summary>A fragment that is not the first: it has no transport header.</summary>
    public bool IsLaterFragment;

    /// <summary>What reassembly needs: the datagram's number, where the fragment lies in it, and whether others follow behind it.</summary>
    public uint FragmentId;
    public int FragmentOffset;
    public bool MoreFragments;

    /// <summary>The protocol at the beginning of the datagram's body; <see cref="Protocol"/> may be further up.</summary>
    internal byte FragmentProtocol;

    /// <summary>Bytes above the IP header on the wire; 0 for a fragment that reassembly must not take.</summary>
    public int FragmentLength;

    /// <summary>The captured ones of them.</summary>
    public ReadOnlySpan<byte> FragmentBody;

    /// <summary>Made from fragments that were counted towards floods when they came.</summary>
    public bool FragmentsCounted;
    public byte TimeToLive;

    /// <summary>The outermost VLAN id, or 0.</summary>
    public ushort Vlan;

    /// <summary>Encapsulations that were entered; the addresses and all else above are the innermost packet's.</summary>
    public byte Encapsulations;

    /// <summary>One of them runs over IP: the outermost packet's addresses are there.</summary>
    public bool InTunnel;
    public TunnelKinds Tunnels;
    public IpKey OuterSource;
    public IpKey OuterDestination;

    /// <summary>Bytes above the transport header by the IP length (not what was captured): offloaded frames can hold 64 KB.</summary>
    public int PayloadLength;

    /// <summary>The captured part of the payload.</summary>
    public ReadOnlySpan<byte> Payload;
    public int WireLength;

    /// <summary>This host sent it, by the kernel's word (live only). Inside a tunnel only where the tunnel ends at this host.</summary>
    public bool Outgoing;

    /// <summary>Which tunnels are entered; null for all.</summary>
    internal TunnelGate? Gate;

    /// <summary>
    /// Every field to its default. Field by field on purpose: the runtime clears a structure that holds references one word at a time, but
    /// makes a few wide stores of these (measured: 5 ns a packet).
    /// </summary>
    internal void Clear()
    {
        Timestamp = default;
        Source = default;
        Destination = default;
        Network = default;
        Protocol = default;
        HasPorts = default;
        SourcePort = default;
        DestinationPort = default;
        Flags = default;
        Sequence = default;
        Acknowledgement = default;
        Options = default;
        Mss = default;
        IcmpType = default;
        IcmpCode = default;
        IcmpEcho = default;
        HasQuote = default;
        QuotedSource = default;
        QuotedDestination = default;
        QuotedProtocol = default;
        QuotedSourcePort = default;
        QuotedDestinationPort = default;
        ArpOperation = default;
        SourceMac = default;
        LinkGroup = default;
        IsFragment = default;
        IsLaterFragment = default;
        FragmentId = default;
        FragmentOffset = default;
        MoreFragments = default;
        FragmentProtocol = default;
        FragmentLength = default;
        FragmentBody = default;
        FragmentsCounted = default;
        TimeToLive = default;
        Vlan = default;
        Encapsulations = default;
        InTunnel = default;
        Tunnels = default;
        OuterSource = default;
        OuterDestination = default;
        PayloadLength = default;
        Payload = default;
        WireLength = default;
        Outgoing = default;
        Gate = default;
    }
}
