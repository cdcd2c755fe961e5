using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Flows;

namespace Tegument.Sensor.Detect;

/// <summary>
/// Answers to questions that nobody here asked, from services that are abused as amplifiers. Counted towards a flood by packets and by
/// bytes; the reflectors are victims themselves and are never accused. Remembers, in fixed memory, who just sent large ones: their
/// trailing fragments bear no port. One thread; allocation-free.
/// </summary>
public sealed class AmplificationDetector(FloodDetector floods, ulong seed)
{
    private const int Places = 1 << 12;

    /// <summary>So many bytes count as one packet more.</summary>
    private const int BytesPerCount = 500;
    private const int Large = 400;

    /// <summary>Fragments of one datagram come together; what comes later is of another.</summary>
    private const long Together = 5_000_000_000;

    private readonly (ulong Pair, long At, string Service)[] _large = new (ulong, long, string)[Places];

    /// <summary>True while the target is flooded and the sender is one of the crowd: no conversation need be begun for it.</summary>
    public bool Unasked(ref readonly PacketView packet, string service, long now)
    {
        if (packet.PayloadLength >= Large)
        {
            var pair = PairOf(packet.Source, packet.Destination);
            _large[pair & (Places - 1)] = (pair, now, service);
        }

        // Of a datagram in fragments, the later ones counted as they came.
        var weight = packet.FragmentsCounted ? 1 : WeightOf(packet.PayloadLength);
        return floods.Count(EvidenceKind.Amplification, service, packet.Source, packet.Destination, 0, now, weight: weight);
    }

    /// <summary>A fragment that is not its datagram's first, as it comes: it bears no port.</summary>
    public void LaterFragment(ref readonly PacketView packet, long now)
    {
        if (packet.Protocol != IpProtocol.Udp || packet.Outgoing || FlowTracker.IsGroup(in packet)) return;
        var pair = PairOf(packet.Source, packet.Destination);
        ref var known = ref _large[pair & (Places - 1)];
        if (known.Pair != pair || now - known.At > Together) return;
        known.At = now;
        floods.Count(EvidenceKind.Amplification, known.Service, packet.Source, packet.Destination, 0, now, weight: WeightOf(packet.PayloadLength));
    }

    private static int WeightOf(int bytes) => 1 + (bytes / BytesPerCount);

    private ulong PairOf(IpKey source, IpKey target) => KeyedHash.Mix(KeyedHash.Of(source, seed), KeyedHash.Of(target, seed));
}
