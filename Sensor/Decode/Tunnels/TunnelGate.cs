using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Decode.Tunnels;

/// <summary>
/// Decides, in a live sensor, which tunnels over IP are entered: those that this host terminates. It does when the kernel marked an outer
/// packet as sent by this host and its source is one of this host's addresses; from then on that peer's packets of the same kind are
/// entered too. Any other tunnel passes by (a router's transit, a mirror's copy, or a stranger's invention, which would let anyone put
/// words into anyone's mouth): its outer packet is judged as it stands.
/// </summary>
/// <remarks>
/// One capture thread asks; another may set <see cref="OwnAddresses"/>. Peers live in a fixed table of <see cref="Places"/>; two that share
/// a place push each other out until this host sends again. Nobody but this host writes into it. Allocates nothing after construction.
/// </remarks>
/// <param name="seed">Keys the places, so that nobody can aim at another's.</param>
public sealed class TunnelGate(ulong seed)
{
    /// <summary>Tunnel peers at once; a power of two.</summary>
    public const int Places = 1024;

    private readonly IpKey[] _peers = new IpKey[Places];
    private readonly TunnelKinds[] _kinds = new TunnelKinds[Places];
    private volatile IReadOnlySet<IpKey> _own = new HashSet<IpKey>();

    /// <summary>This host's addresses; a set that nobody changes any more. Empty until it is set: no tunnel is entered.</summary>
    public IReadOnlySet<IpKey> OwnAddresses
    {
        get => _own;
        set => _own = value;
    }

    /// <summary>Packets in tunnels that were not entered.</summary>
    public long PassedBy { get; private set; }

    /// <summary>Whether the tunnel that the packet's present addresses belong to ends at this host.</summary>
    internal bool Admits(TunnelKinds kind, ref readonly PacketView packet)
    {
        var admitted = packet.Outgoing ? _own.Contains(packet.Source) && Learn(kind, packet.Destination) : Knows(kind, packet.Source);
        if (!admitted) PassedBy++;
        return admitted;
    }

    private bool Learn(TunnelKinds kind, IpKey peer)
    {
        var place = PlaceOf(kind, peer);
        (_peers[place], _kinds[place]) = (peer, kind);
        return true;
    }

    private bool Knows(TunnelKinds kind, IpKey peer)
    {
        var place = PlaceOf(kind, peer);
        return _kinds[place] == kind && _peers[place] == peer;
    }

    private int PlaceOf(TunnelKinds kind, IpKey peer)
    {
        // Any mix will do that an outsider cannot predict; a clash only costs the older peer its place.
        var mixed = (peer.Upper ^ seed) * 0x9E37_79B9_7F4A_7C15 + (peer.Lower ^ (ulong)kind);
        mixed = (mixed ^ (mixed >> 29)) * (seed | 1);
        return (int)(mixed >> 48) & (Places - 1);
    }
}
