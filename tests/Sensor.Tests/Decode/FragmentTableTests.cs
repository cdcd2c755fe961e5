using Tegument.Contracts.Addresses;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Decode.Fragments;
using Tegument.Tests.Support.Packets;
using static Tegument.Sensor.Decode.Fragments.FragmentOutcome;
using static Tegument.Sensor.Tests.Decode.SamplePackets;
using static Tegument.Tests.Support.Packets.PacketBuilder;

namespace Tegument.Sensor.Tests.Decode;

public class FragmentTableTests
{
    private static readonly byte[] Text = [.. Enumerable.Range(0, 3000).Select(i => (byte)(i * 7 % 251))];
    private static readonly byte[] Udp4 = Ethernet().IPv4(Client, Server).Udp(40000, 53).Payload(Text).Build();
    private static readonly byte[] Udp6 = Ethernet().IPv6(Client6, Server6).Udp(40000, 53).Payload(Text).Build();
    private readonly Reassembly _reassembly = new();

    [Theory]
    [InlineData(8)]
    [InlineData(504)]
    [InlineData(512)]
    [InlineData(520)]
    [InlineData(1480)]
    public void Fragments_of_any_size_in_any_order_become_their_datagram(int bytes)
    {
        foreach (var frame in (byte[][])[Udp4, Udp6])
        {
            foreach (var order in Orders(Fragmenter.Cut(frame, bytes)))
            {
                var reassembly = new Reassembly();
                order.SkipLast(1).ShouldAllBe(f => reassembly.Take(f, null) == Held);
                reassembly.Take(order[^1]).ShouldBe(Whole);
                (reassembly.Status, reassembly.DestinationPort, reassembly.Protocol).ShouldBe((DecodeStatus.Ok, (ushort)53, IpProtocol.Udp));
                reassembly.Payload.ShouldBe(Text);
            }
        }
    }

    [Fact]
    public void The_longest_datagram_fits()
    {
        var frame = Ethernet().IPv4(Client, Server).Udp(1, 2).Payload(65507).Build();
        foreach (var piece in Fragmenter.Cut(frame, 8).SkipLast(1)) _reassembly.Take(piece).ShouldBe(Held);
        _reassembly.Take(Fragmenter.Cut(frame, 8)[^1]).ShouldBe(Whole);
        _reassembly.Payload.Length.ShouldBe(65507);
    }

    [Fact]
    public void An_exact_copy_is_no_conflict()
    {
        var pieces = Fragmenter.Cut(Udp4, 1000);
        _reassembly.Take(pieces[1]).ShouldBe(Held);
        _reassembly.Take(pieces[1]).ShouldBe(Duplicate);
        _reassembly.Take(pieces[3]).ShouldBe(Held);
        _reassembly.Take(pieces[3]).ShouldBe(Duplicate);
        _reassembly.Take(pieces[0]).ShouldBe(Held);
        _reassembly.Take(pieces[2]).ShouldBe(Whole);
        // A bridge's port shows the same packets once more.
        foreach (var piece in pieces) _reassembly.Take(piece).ShouldBe(Duplicate);
        _reassembly.Time = 0.2;
        foreach (var piece in pieces.SkipLast(1)) _reassembly.Take(piece).ShouldBe(Held);
        _reassembly.Take(pieces[^1]).ShouldBe(Whole);
        _reassembly.Table.Counters.Whole.ShouldBe(2);
    }

    public static TheoryData<string> Overlapping => ["teardrop", "same place, other bytes", "around another", "a last one before others", "two ends", "behind the end", "shifted by a unit"];

    [Theory, MemberData(nameof(Overlapping))]
    public void Fragments_over_one_another_throw_their_datagram_away(string kind)
    {
        foreach (var frame in (byte[][])[Udp4, Udp6])
        {
            byte[] other = [.. frame];
            other.AsSpan(100).Fill(1);
            (byte[] First, byte[] Second) pair = kind switch
            {
                "teardrop" => (Fragmenter.Piece(frame, 0, 40, more: true), Fragmenter.Piece(frame, 24, 4, more: false)),
                "same place, other bytes" => (Fragmenter.Piece(frame, 80, 80, more: true), Fragmenter.Piece(other, 80, 80, more: true)),
                "around another" => (Fragmenter.Piece(frame, 80, 8, more: true), Fragmenter.Piece(frame, 0, 800, more: true)),
                "a last one before others" => (Fragmenter.Piece(frame, 800, 80, more: true), Fragmenter.Piece(frame, 80, 80, more: false)),
                "two ends" => (Fragmenter.Piece(frame, 800, 80, more: false), Fragmenter.Piece(frame, 880, 80, more: false)),
                "behind the end" => (Fragmenter.Piece(frame, 800, 80, more: false), Fragmenter.Piece(frame, 880, 80, more: true)),
                _ => (Fragmenter.Piece(frame, 1024, 512, more: true), Fragmenter.Piece(frame, 1032, 512, more: true)),
            };
            var reassembly = new Reassembly();
            reassembly.Take(pair.First).ShouldBe(Held);
            reassembly.Take(pair.Second).ShouldBe(Conflict);
            // What still comes of it is thrown away as well.
            foreach (var piece in Fragmenter.Cut(frame, 1480)) reassembly.Take(piece).ShouldBe(Duplicate);
            reassembly.Table.Counters.Conflicts.ShouldBe(1);
        }
    }

    [Fact]
    public void A_number_that_comes_round_again_is_another_datagram()
    {
        _reassembly.Take(Fragmenter.Piece(Udp4, 0, 1480, more: true)).ShouldBe(Held);
        _reassembly.Time = 5;
        var other = Fragmenter.Cut(Ethernet().IPv4(Client, Server).Udp(9, 99).Payload(2000).Build(), 1480);
        _reassembly.Take(other[0]).ShouldBe(Held);
        _reassembly.Take(other[1]).ShouldBe(Whole);
        (_reassembly.DestinationPort, _reassembly.Table.Counters.Replaced, _reassembly.Table.Counters.Conflicts).ShouldBe(((ushort)99, 1, 0));
        _reassembly.GivenUpPorts.ShouldBe([53]);
    }

    [Fact]
    public void What_is_never_completed_is_judged_once_by_its_first_bytes()
    {
        _reassembly.Take(Fragmenter.Piece(Udp4, 0, 1480, more: true)).ShouldBe(Held);
        _reassembly.Take(Fragmenter.Piece(Udp6, 1480, 800, more: true)).ShouldBe(Held);
        _reassembly.Time = 29;
        _reassembly.Expire();
        (_reassembly.Table.Count, _reassembly.GivenUpPorts.Count).ShouldBe((2, 0));
        _reassembly.Time = 31;
        _reassembly.Expire();
        (_reassembly.Table.Count, _reassembly.Table.Counters.TimedOut).ShouldBe((0, 2));
        _reassembly.GivenUpPorts.ShouldBe([53]);
    }

    [Fact]
    public void At_the_end_of_a_capture_nothing_is_waited_for()
    {
        _reassembly.Take(Fragmenter.Piece(Udp4, 0, 1480, more: true));
        _reassembly.Expire(everything: true);
        (_reassembly.Table.Count, _reassembly.GivenUpPorts.Single()).ShouldBe((0, 53));
    }

    [Fact]
    public void One_source_pushes_out_its_own_datagrams_and_nobody_elses()
    {
        _reassembly.Take(Fragmenter.Piece(Udp4, 0, 1480, more: true)).ShouldBe(Held);
        for (uint id = 0; id < 5000; id++)
            _reassembly.Take(Fragmenter.Piece(Ethernet().IPv4("203.0.113.66", Server).Udp(7, 8).Payload(2000).Build(), 0, 1480, more: true, id)).ShouldBe(Held);
        _reassembly.Table.Count.ShouldBe(new FragmentLimits().DatagramsPerSource + 1);
        _reassembly.Table.Counters.OverShare.ShouldBe(5000 - new FragmentLimits().DatagramsPerSource);
        _reassembly.Take(Fragmenter.Piece(Udp4, 1480, Text.Length + 8 - 1480, more: false)).ShouldBe(Whole);
    }

    [Fact]
    public void A_whole_ipv6_network_of_a_source_has_one_share()
    {
        for (var host = 1; host <= 500; host++)
            _reassembly.Take(Fragmenter.Piece(Ethernet().IPv6($"2001:db8:66::{host:x}", Server6).Udp(7, 8).Payload(2000).Build(), 0, 1480, more: true));
        _reassembly.Table.Count.ShouldBe(new FragmentLimits().DatagramsPerSource);
    }

    [Fact]
    public void A_source_has_a_share_of_the_memory_as_well()
    {
        for (uint id = 0; id < 50; id++)
            foreach (var piece in Fragmenter.Cut(Ethernet().IPv4(Client, Server).Udp(7, 8).Payload(60000).Build(), 1480, id).SkipLast(1)) _reassembly.Take(piece).ShouldBe(Held);
        _reassembly.Table.Counters.OverShare.ShouldBeGreaterThan(40);
    }

    [Fact]
    public void A_full_table_gives_up_the_oldest()
    {
        var reassembly = new Reassembly(new FragmentLimits(Datagrams: 100, Pages: 256));
        for (var host = 1; host <= 250; host++)
            reassembly.Take(Fragmenter.Piece(Ethernet().IPv4($"203.0.{host}.1", Server).Udp(7, host).Payload(2000).Build(), 0, 1480, more: true)).ShouldBe(Held);
        reassembly.Table.Count.ShouldBeLessThanOrEqualTo(100);
        reassembly.Table.Counters.Evicted.ShouldBeGreaterThanOrEqualTo(150);
        reassembly.GivenUpPorts.Take(100).ShouldBe(Enumerable.Range(1, 100));
    }

    [Fact]
    public void What_the_snap_length_cut_is_judged_as_it_stands() =>
        _reassembly.Take(Fragmenter.Piece(Udp4, 0, 1480, more: true), captured: 200).ShouldBe(Refused);

    [Fact]
    public void A_fragmented_tunnel_around_a_fragmented_packet_is_put_together_twice()
    {
        var inner = Fragmenter.Cut(Ethernet().IPv4(TunnelSamples.Inner, TunnelSamples.InnerServer).Udp(1, 5353).Payload(2500).Build(), 1480);
        var outer = inner.Select((piece, i) => Fragmenter.Cut(Ethernet().IPv4(Client, Server).Gre().Header(piece[14..], 0x0800).Build(), 1000, (uint)i)).ToList();
        foreach (var piece in outer[0]) _reassembly.Take(piece).ShouldBe(Held);
        _reassembly.Take(outer[1][0]).ShouldBe(Held);
        _reassembly.Take(outer[1][1]).ShouldBe(Whole);
        (_reassembly.DestinationPort, _reassembly.Source).ShouldBe(((ushort)5353, IpKey.Parse(TunnelSamples.Inner)));
        _reassembly.Table.Counters.Whole.ShouldBe(3);
    }

    [Fact]
    public void Reassembly_allocates_nothing_once_it_has_its_memory()
    {
        var pieces = Fragmenter.Cut(Udp4, 1480);
        void Round()
        {
            var packet = default(PacketView);
            var whole = default(PacketView);
            _reassembly.Time += 1;
            foreach (var piece in pieces)
            {
                Decoding.Decode(piece, ref packet);
                _reassembly.Table.Take(in packet, (long)(_reassembly.Time * 1e9), ref whole, out _);
            }
        }

        for (var i = 0; i < 3; i++) Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Round();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        _reassembly.Table.Counters.Whole.ShouldBe(1003);
    }

    private static IEnumerable<List<byte[]>> Orders(List<byte[]> pieces)
    {
        yield return pieces;
        yield return [.. Enumerable.Reverse(pieces)];
        var random = new Random(5);
        yield return [.. pieces.OrderBy(_ => random.Next())];
    }
}
