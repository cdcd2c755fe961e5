using FsCheck;
using FsCheck.Fluent;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Decode.Fragments;
using Tegument.Sensor.Detect;
using Tegument.Sensor.Flows;
using Tegument.Sensor.Tests.Decode;
using Tegument.Tests.Support.Packets;

namespace Tegument.Sensor.Tests.Fuzz;

/// <summary>What holds for any bytes, any stack of layers and any change to a valid packet. FsCheck prints the seed of a failure.</summary>
public class DecodeProperties
{
    private static readonly Config s_many = Config.QuickThrowOnFailure.WithMaxTest(2000);
    private static readonly (LinkType Link, byte[] Bytes)[] s_samples = [.. SamplePackets.All.Values, .. TunnelSamples.All.Values.Select(s => (s.Link, s.Bytes))];

    private static readonly Gen<(LinkType Link, byte[] Bytes)> s_noise =
        from link in Gen.Elements(Enum.GetValues<LinkType>())
        from bytes in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf()
        select (link, bytes);

    // A random stack of layers, each named correctly by the one below it or not.
    private static readonly Gen<(LinkType Link, byte[] Bytes)> s_stacks =
        from layers in Gen.Choose(0, 15).ArrayOf()
        from payload in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf()
        select (LinkType.Ethernet, layers.Take(12).Aggregate(PacketBuilder.Ethernet(), Add).Payload(payload).Build());

    private static readonly Gen<(LinkType Link, byte[] Bytes)> s_changed =
        from sample in Gen.Elements(s_samples)
        from places in Gen.Choose(0, 200).ArrayOf()
        from values in Gen.Choose(0, 255).ArrayOf()
        from kept in Gen.Choose(0, sample.Bytes.Length)
        from whole in Gen.Elements(true, false)
        select (sample.Link, Change(sample.Bytes, places, values)[..(whole ? sample.Bytes.Length : kept)]);

    private static readonly Arbitrary<(LinkType Link, byte[] Bytes)> s_frames = Gen.OneOf(s_noise, s_stacks, s_changed).ToArbitrary();

    [Fact]
    public void Decoding_never_throws_and_never_looks_outside_the_frame()
    {
        using var guarded = new GuardedBytes(1 << 16);
        Check.One(s_many, Prop.ForAll(s_frames, Gen.Choose(0, 2000).ToArbitrary(), (sample, more) =>
        {
            var packet = default(PacketView);
            var frame = new Frame { Bytes = guarded.Put(sample.Bytes), Timestamp = 1, WireLength = sample.Bytes.Length + more, Link = sample.Link };
            ViewChecks.Hold(in frame, in packet, FrameDecoder.Decode(in frame, ref packet));
        }));
    }

    [Fact]
    public void Nothing_of_the_packet_before_stays_in_the_view() => Check.One(s_many, Prop.ForAll(s_frames, s_frames, (before, sample) =>
    {
        var used = default(PacketView);
        Decoding.Decode(before.Bytes, ref used, before.Link);
        var fresh = default(PacketView);
        return Facts(sample, ref used) == Facts(sample, ref fresh);
    }));

    [Fact]
    public void The_whole_sensor_never_throws_and_its_clock_never_runs_back() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(s_frames.Generator.ArrayOf().ToArbitrary(), Gen.Choose(-1000, 1000).ArrayOf().ToArbitrary(), (samples, steps) =>
        {
            var core = new SensorCore(FuzzChunk.Limits, KeyedHash.ReplaySeed, live: samples.Length % 2 == 0);
            var time = 1_700_000_000_000_000_000;
            var last = 0L;
            for (var i = 0; i < samples.Length; i++)
            {
                time += steps.Length == 0 ? 1 : steps[i % steps.Length] * 100_000_000L;
                var frame = new Frame { Bytes = samples[i].Bytes, Timestamp = time, WireLength = samples[i].Bytes.Length, Link = samples[i].Link, Outgoing = i % 3 == 0 };
                core.Observe(in frame);
                if (core.Now < last) return false;
                last = core.Now;
            }

            core.Finish();
            core.Drain(everything: true, [], []);
            return core.Packets == samples.Length;
        }));

    [Fact]
    public void However_a_datagram_is_cut_and_shuffled_it_comes_back_whole() => Check.One(
        s_many,
        Prop.ForAll(Gen.Choose(1, 4000).ToArbitrary(), Gen.Choose(1, 190).ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (length, units, order) =>
        {
            var random = new Random(order);
            var payload = new byte[length];
            random.NextBytes(payload);
            var builder = order % 2 == 0 ? PacketBuilder.Ethernet().IPv4(SamplePackets.Client, SamplePackets.Server) : PacketBuilder.Ethernet().IPv6(SamplePackets.Client6, SamplePackets.Server6);
            var pieces = Fragmenter.Cut(builder.Udp(1, 2).Payload(payload).Build(), units * 8);
            if (pieces.Count == 1) return true;
            var reassembly = new Reassembly();
            var outcomes = pieces.OrderBy(_ => random.Next()).Select(p => reassembly.Take(p)).ToArray();
            return outcomes[^1] == FragmentOutcome.Whole && outcomes.SkipLast(1).All(o => o == FragmentOutcome.Held) && reassembly.Payload.AsSpan().SequenceEqual(payload);
        }));

    private static PacketBuilder Add(PacketBuilder packet, int layer) => layer switch
    {
        0 => packet.IPv4("10.0.0.1", "10.0.0.2"),
        1 => packet.IPv6("2001:db8::1", "2001:db8::2"),
        2 => packet.Udp(1000, 4789).Vxlan().Bridged(),
        3 => packet.Udp(1000, 6081).Geneve(),
        4 => packet.Gre(0xB000),
        5 => packet.Gre().Bridged(),
        6 => packet.Mpls(16, 17),
        7 => packet.Pppoe().Ppp(),
        8 => packet.Vlan(5),
        9 => packet.Extension(60),
        10 => packet.Fragment(8, more: true),
        11 => packet.Tcp(1, 2, 2),
        12 => packet.Udp(53, 3544),
        13 => packet.Icmp(3, 3),
        14 => packet.Erspan3(subheader: true).Bridged(),
        _ => packet.Pseudowire(9).Bridged(),
    };

    private static byte[] Change(byte[] bytes, int[] places, int[] values)
    {
        byte[] changed = [.. bytes];
        for (var i = 0; i < Math.Min(places.Length, values.Length); i++)
            if (places[i] < changed.Length) changed[places[i]] = (byte)values[i];
        return changed;
    }

    private static string Facts((LinkType Link, byte[] Bytes) sample, ref PacketView packet)
    {
        var status = Decoding.Decode(sample.Bytes, ref packet, sample.Link);
        var p = packet;
        return $"{status} {p.Network} {p.Protocol} {p.Source} {p.Destination} {p.HasPorts} {p.SourcePort} {p.DestinationPort} {p.Flags} {p.Sequence} {p.Acknowledgement} {p.Options} {p.Mss} "
            + $"{p.IcmpType} {p.IcmpCode} {p.IcmpEcho} {p.HasQuote} {p.QuotedSource} {p.QuotedDestination} {p.QuotedProtocol} {p.QuotedSourcePort} {p.QuotedDestinationPort} {p.ArpOperation} {p.SourceMac} "
            + $"{p.LinkGroup} {p.IsFragment} {p.IsLaterFragment} {p.FragmentId} {p.FragmentOffset} {p.MoreFragments} {p.FragmentLength} {p.FragmentBody.Length} {p.FragmentsCounted} {p.TimeToLive} {p.Vlan} "
            + $"{p.Encapsulations} {p.InTunnel} {p.Tunnels} {p.OuterSource} {p.OuterDestination} {p.PayloadLength} {p.Payload.Length} {p.WireLength} {p.Outgoing}";
    }
}
