using Tegument.Contracts.Evidence;

namespace Tegument.Sensor.Detect;

/// <summary>Packets a second to one target from which traffic that nobody asked for is a flood.</summary>
/// <param name="Syn">Handshakes begun and not finished, to one service.</param>
/// <param name="SynSpread">The same to one address over all ports, from many sources: a flood on random ports, not one scanner.</param>
/// <param name="Udp">Datagrams of conversations that the target never answered.</param>
/// <param name="Icmp">Echo requests and other unasked ICMP.</param>
/// <param name="Ack">Segments of connections that do not exist.</param>
/// <param name="Reflection">Answers to questions that nobody here asked, from <see cref="ReflectorsLeast"/> senders at least.</param>
public sealed record FloodLimits(int Syn = 250, int SynSpread = 1000, int Udp = 2000, int Icmp = 250, int Ack = 1000, int Reflection = 500)
{
    public const int ReflectorsLeast = 16;
    public const int SpreadLeast = 128;

    /// <summary>What one of several rings sees of a flood whose sources are spread over all.</summary>
    public FloodLimits ShareOf(int rings) =>
        new(Math.Max(1, Syn / rings), Math.Max(1, SynSpread / rings), Math.Max(1, Udp / rings), Math.Max(1, Icmp / rings), Math.Max(1, Ack / rings), Math.Max(1, Reflection / rings));

    public int Of(EvidenceKind kind, bool spread) => kind switch
    {
        EvidenceKind.SynFlood => spread ? SynSpread : Syn,
        EvidenceKind.UdpFlood => Udp,
        EvidenceKind.IcmpFlood => Icmp,
        EvidenceKind.AckFlood => Ack,
        _ => Reflection,
    };
}
