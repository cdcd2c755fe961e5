using Tegument.Contracts.Addresses;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Decode.Fragments;

namespace Tegument.Sensor.Tests.Decode;

/// <summary>A fragment table on a stage: frames go in at chosen seconds; what was made of them can be asked for.</summary>
internal sealed class Reassembly : IFragmentVisitor
{
    private const long Begin = 1_700_000_000_000_000_000;

    public Reassembly(FragmentLimits? limits = null) => Table = new FragmentTable(limits ?? new FragmentLimits(), 12345, this);

    public FragmentTable Table { get; }

    public double Time { get; set; }

    /// <summary>The last whole datagram: what it decoded to, and its facts.</summary>
    public DecodeStatus Status { get; private set; }

    public byte Protocol { get; private set; }

    public ushort DestinationPort { get; private set; }

    public IpKey Source { get; private set; }

    public byte[] Payload { get; private set; } = [];

    /// <summary>Destination ports of datagrams that were given up.</summary>
    public List<int> GivenUpPorts { get; } = [];

    private long Now => Begin + (long)(Time * 1e9);

    public FragmentOutcome Take(byte[] frame, int? captured = null)
    {
        var bytes = frame.AsSpan(0, captured ?? frame.Length);
        var read = new Frame { Bytes = bytes, Timestamp = Now, WireLength = frame.Length, Link = LinkType.Ethernet };
        var packet = default(PacketView);
        FrameDecoder.Decode(in read, ref packet);
        packet.IsFragment.ShouldBeTrue();
        var whole = default(PacketView);
        var outcome = Table.Take(in packet, Now, ref whole, out var status);
        while (outcome == FragmentOutcome.Whole && whole.IsFragment)
        {
            packet = whole;
            outcome = Table.Take(in packet, Now, ref whole, out status);
        }

        if (outcome != FragmentOutcome.Whole) return outcome;
        (Status, Protocol, DestinationPort, Source, Payload) = (status, whole.Protocol, whole.DestinationPort, whole.Source, whole.Payload.ToArray());
        return outcome;
    }

    public void Expire(bool everything = false) => Table.Expire(Now, everything);

    void IFragmentVisitor.GivenUp(ref readonly PacketView packet) => GivenUpPorts.Add(packet.DestinationPort);
}
