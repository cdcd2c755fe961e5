using Tegument.Sensor.Capture;

namespace Tegument.Sensor.Tests.Capture;

public class PcapngFileTests
{
    private const ulong Second = 1_000_000;
    private static readonly byte[] Frame = [.. Enumerable.Range(0, 61).Select(i => (byte)i)];

    [Theory, InlineData(false), InlineData(true)]
    public void Every_packet_block_is_read_in_both_byte_orders(bool bigEndian)
    {
        var read = new CaptureBytes(bigEndian).SectionHeader().Interface().Enhanced(0, 5 * Second, Frame, wire: 1500).Simple(Frame)
            .Obsolete(0, 6 * Second, Frame).Read();
        read.Damage.ShouldBeNull();
        read.Frames.Select(f => (f.Timestamp, f.WireLength)).ShouldBe([(5_000_000_000, 1500), (5_000_000_000, 61), (6_000_000_000, 61)]);
        read.Frames.ShouldAllBe(f => f.Bytes.SequenceEqual(Frame) && f.Link == LinkType.Ethernet);
    }

    [Fact]
    public void Sections_start_over_with_their_own_byte_order_and_interfaces()
    {
        var second = new CaptureBytes(bigEndian: true).SectionHeader(minor: 2).Interface(link: 101).Enhanced(0, 2 * Second, Frame).Bytes;
        var read = new CaptureBytes().SectionHeader().Interface().Interface().Enhanced(1, Second, Frame).Raw(second).Read();
        read.Frames.Select(f => (f.Timestamp, f.Link)).ShouldBe([(1_000_000_000, LinkType.Ethernet), (2_000_000_000, LinkType.Raw)]);
    }

    [Fact]
    public void Each_interface_has_its_own_link_and_clock()
    {
        var read = new CaptureBytes().SectionHeader().Interface(link: 1, resolution: 9).Interface(link: 276, resolution: 3, offset: 100)
            .Enhanced(1, 5, Frame).Enhanced(0, 5, Frame).Read();
        read.Frames.Select(f => (f.Timestamp, f.Link)).ShouldBe([(100_005_000_000, LinkType.LinuxCooked2), (5, LinkType.Ethernet)]);
    }

    [Theory]
    [InlineData(0, 0, 7UL, 7_000_000_000)]
    [InlineData(6, 0, 7UL, 7_000)]
    [InlineData(9, 0, 7UL, 7)]
    [InlineData(12, 0, 7_000UL, 7)]
    [InlineData(127, 0, ulong.MaxValue, 1)]
    [InlineData(0x80, 0, 7UL, 7_000_000_000)]
    [InlineData(0x80 | 10, 0, 1536UL, 1_500_000_000)]
    [InlineData(0x80 | 63, 0, ulong.MaxValue, 1_999_999_999)]
    [InlineData(0xFF, 0, ulong.MaxValue, 0)]
    [InlineData(6, 10, 7UL, 10_000_007_000)]
    [InlineData(6, -10, 7UL, 0)]
    [InlineData(6, long.MaxValue, 7UL, 4_294_967_295_000_007_000)]
    [InlineData(6, long.MinValue, ulong.MaxValue, 999_999_999)]
    [InlineData(0, 0, ulong.MaxValue, CaptureFile.MaxTimestamp)]
    [InlineData(0x80 | 1, 0, ulong.MaxValue, CaptureFile.MaxTimestamp)]
    public void Clocks_of_every_resolution_become_nanoseconds(byte resolution, long offset, ulong units, long nanoseconds) =>
        new CaptureBytes().SectionHeader().Interface(resolution: resolution, offset: offset).Enhanced(0, units, Frame).Read()
            .Frames.ShouldHaveSingleItem().Timestamp.ShouldBe(nanoseconds);

    [Fact]
    public void Unknown_blocks_and_options_are_passed_over()
    {
        var read = new CaptureBytes().SectionHeader().Block(0xBAD, new CaptureBytes().Raw(new byte[99])).Interface()
            .Block(4, new CaptureBytes().Number(0)).Enhanced(0, Second, Frame).Block(5, new CaptureBytes().Number(0)).Read();
        (read.Frames.Count, read.Damage).ShouldBe((1, null));
    }

    [Fact]
    public void A_block_longer_than_any_window_is_passed_over_unless_it_should_hold_a_packet()
    {
        var huge = new CaptureBytes().Raw(new byte[1_000_000]);
        var read = new CaptureBytes().SectionHeader().Interface().Block(0xBAD, huge).Enhanced(0, Second, Frame).Block(0xBAD, huge, trailer: 4).Read();
        (read.Frames.Count, read.Damage!.Reason).ShouldBe((1, "a block whose two lengths differ"));
        Damage(new CaptureBytes().SectionHeader().Interface().Block(6, huge)).ShouldBe("a packet or interface block claims 1000012 bytes");
    }

    [Fact]
    public void A_simple_packet_is_cut_by_the_first_interfaces_snap_length()
    {
        var frame = new CaptureBytes().SectionHeader().Interface(snap: 20).Simple(Frame[..20], wire: 900).Read().Frames.ShouldHaveSingleItem();
        (frame.Bytes.Length, frame.WireLength).ShouldBe((20, 900));
    }

    [Theory]
    [InlineData("a block of impossible length 13", 13u, 13u)]
    [InlineData("a block of impossible length 8", 8u, 8u)]
    [InlineData("a block whose two lengths differ", 16u, 20u)]
    [InlineData("the file ends inside a block of 4000 bytes", 4000u, 4000u)]
    public void A_broken_block_is_damage(string reason, uint length, uint trailer)
    {
        var start = new CaptureBytes().SectionHeader().Interface().Enhanced(0, Second, Frame);
        var offset = start.Bytes.Length;
        var read = start.Block(4, new CaptureBytes().Number(0), length, trailer).Read();
        read.Frames.Count.ShouldBe(1);
        read.Damage.ShouldBe(new CaptureDamage(offset, reason));
    }

    [Fact]
    public void Packets_that_contradict_their_block_are_damage()
    {
        Damage(new CaptureBytes().SectionHeader().Enhanced(0, 1, Frame)).ShouldBe("a packet on interface 0, which no block describes");
        Damage(new CaptureBytes().SectionHeader().Interface().Enhanced(0, 1, Frame, captured: 65)).ShouldBe("a packet of 65 bytes in a block of 84");
        Damage(new CaptureBytes().SectionHeader().Interface().Block(6, new CaptureBytes().Number(0))).ShouldBe("a packet block without its fields");
        Damage(new CaptureBytes().SectionHeader().Block(1, new CaptureBytes().Number(0))).ShouldBe("an interface description without its fields");
        Damage(new CaptureBytes().SectionHeader().Interface().Enhanced(0, 1, new byte[CaptureFile.MaxFrameBytes + 1]))
            .ShouldBe("a packet claims 262145 bytes, the most is 262144");
    }

    [Fact]
    public void A_later_section_of_another_version_ends_the_file()
    {
        var read = new CaptureBytes().SectionHeader().Interface().Enhanced(0, 1, Frame).SectionHeader(major: 2).Read();
        (read.Frames.Count, read.Damage!.Reason).ShouldBe((1, "a section of unsupported version 2.0"));
    }

    [Fact]
    public void Every_prefix_of_a_file_is_read_without_exception()
    {
        var whole = new CaptureBytes().SectionHeader().Interface(resolution: 9, offset: 1).Enhanced(0, 1, Frame).Simple(Frame).Bytes;
        for (var length = 28; length < whole.Length; length++) new CaptureBytes().Raw(whole[..length]).Read().Frames.Count.ShouldBeLessThanOrEqualTo(1);
    }

    private static string Damage(CaptureBytes bytes)
    {
        var read = bytes.Read();
        read.Frames.ShouldBeEmpty();
        return read.Damage!.Reason;
    }
}
