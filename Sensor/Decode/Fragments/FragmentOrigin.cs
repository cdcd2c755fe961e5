using Tegument.Contracts.Addresses;
using Tegument.Sensor.Decode.Tunnels;

namespace Tegument.Sensor.Decode.Fragments;

/// <summary>What a datagram's packet view says beside its bytes: kept from its first fragment (the earliest until that one is there).</summary>
internal struct FragmentOrigin
{
    private NetworkKind _network;
    private IpKey _source;
    private IpKey _destination;
    private IpKey _outerSource;
    private IpKey _outerDestination;
    private ulong _sourceMac;
    private ushort _vlan;
    private TunnelKinds _tunnels;
    private byte _encapsulations;
    private byte _timeToLive;
    private byte _protocol;
    private bool _inTunnel;
    private bool _linkGroup;
    private bool _outgoing;

    public static FragmentOrigin Of(ref readonly PacketView packet) => new()
    {
        _network = packet.Network,
        _source = packet.Source,
        _destination = packet.Destination,
        _outerSource = packet.OuterSource,
        _outerDestination = packet.OuterDestination,
        _sourceMac = packet.SourceMac,
        _vlan = packet.Vlan,
        _tunnels = packet.Tunnels,
        _encapsulations = packet.Encapsulations,
        _timeToLive = packet.TimeToLive,
        _protocol = packet.FragmentProtocol,
        _inTunnel = packet.InTunnel,
        _linkGroup = packet.LinkGroup,
        _outgoing = packet.Outgoing,
    };

    /// <summary>Both belong to one datagram (RFC 791: addresses, protocol and number; and they came by the same way).</summary>
    public readonly bool IsSameAs(ref readonly FragmentOrigin other) =>
        _source == other._source && _destination == other._destination && _network == other._network && _vlan == other._vlan
        && _outgoing == other._outgoing && _outerSource == other._outerSource && _outerDestination == other._outerDestination
        // IPv6 numbers datagrams between two addresses whatever they carry (RFC 8200 §4.5).
        && (_network == NetworkKind.IPv6 || _protocol == other._protocol);

    /// <summary>A view of the datagram with these bytes above its IP header; decodes them.</summary>
    public readonly DecodeStatus Decode(ReadOnlySpan<byte> body, bool partial, ref readonly PacketView last, ref PacketView packet)
    {
        packet = default;
        (packet.Timestamp, packet.WireLength, packet.Gate) = (last.Timestamp, last.WireLength, last.Gate);
        (packet.Network, packet.Source, packet.Destination, packet.TimeToLive, packet.Protocol) = (_network, _source, _destination, _timeToLive, _protocol);
        (packet.SourceMac, packet.Vlan, packet.LinkGroup, packet.Outgoing) = (_sourceMac, _vlan, _linkGroup, _outgoing);
        (packet.Tunnels, packet.Encapsulations, packet.InTunnel) = (_tunnels, _encapsulations, _inTunnel);
        (packet.OuterSource, packet.OuterDestination) = (_outerSource, _outerDestination);
        packet.FragmentsCounted = true;
        packet.IsFragment = partial;
        return _network == NetworkKind.IPv4 ? TransportLayer.Decode(body, 0, ref packet) : Ipv6Extensions.Decode(body, 0, ref packet);
    }
}
