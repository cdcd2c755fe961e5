using Tegument.Sensor.Capture;
using Tegument.Tests.Support;

namespace Tegument.Sensor.Tests.Capture;

public class PcapFileTests
{
    private static readonly byte[] Frame = [.. Enumerable.Range(0, 60).Select(i => (byte)i)];

    [Theory]
    [InlineData(CaptureBytes.Micro, false, 5_000_007_000)]
    [InlineData(CaptureBytes.Micro, true, 5_000_007_000)]
    [InlineData(CaptureBytes.Nano, false, 5_000_000_007)]
    [InlineData(CaptureBytes.Nano, true, 5_000_000_007)]
    public void Both_byte_orders_and_clocks_are_read(uint magic, bool bigEndian, long timestamp)
    {
        var read = new CaptureBytes(bigEndian).PcapHeader(magic).Record(5, 7, Frame, wire: 1500).Record(5, 7, []).Read();
        read.Damage.ShouldBeNull();
        read.Frames.Count.ShouldBe(2);
        var first = read.Frames[0];
        (first.Timestamp, first.WireLength, first.Link).ShouldBe((timestamp, 1500, LinkType.Ethernet));
        first.Bytes.ShouldBe(Frame);
    }

    [Fact]
    public void The_modified_format_has_longer_record_headers()
    {
        var bytes = new CaptureBytes().PcapHeader(CaptureBytes.Modified).Number(5).Number(7).Number(60).Number(60).Number(2).Short(8).Short(0).Raw(Frame);
        bytes.Read().Frames.ShouldHaveSingleItem().Bytes.ShouldBe(Frame);
    }

    [Theory]
    [InlineData(0, LinkType.Null)]
    [InlineData(1, LinkType.Ethernet)]
    [InlineData(12, LinkType.Raw)]
    [InlineData(101, LinkType.Raw)]
    [InlineData(113, LinkType.LinuxCooked)]
    [InlineData(228, LinkType.IPv4)]
    [InlineData(229, LinkType.IPv6)]
    [InlineData(276, LinkType.LinuxCooked2)]
    [InlineData(105, LinkType.Unsupported)]
    [InlineData(0x2400_0001, LinkType.Ethernet)]
    public void Link_types_are_told_apart(uint number, LinkType link) =>
        new CaptureBytes().PcapHeader(link: number).Record(1, 1, Frame).Read().Frames.ShouldHaveSingleItem().Link.ShouldBe(link);

    [Fact]
    public void Lengths_in_the_old_order_are_put_right() =>
        new CaptureBytes().PcapHeader(minor: 3).Record(1, 1, Frame, captured: 1500, wire: 60).Read().Frames.ShouldHaveSingleItem().WireLength.ShouldBe(1500);

    [Fact]
    public void A_clock_of_2038_and_later_does_not_run_backwards() =>
        new CaptureBytes().PcapHeader().Record(uint.MaxValue, uint.MaxValue, Frame).Read().Frames.ShouldHaveSingleItem()
            .Timestamp.ShouldBe(CaptureFile.MaxTimestamp);

    [Theory]
    [InlineData(1, "the file ends inside a packet's header")]
    [InlineData(15, "the file ends inside a packet's header")]
    [InlineData(16, "the file ends inside a packet")]
    [InlineData(75, "the file ends inside a packet")]
    public void A_file_that_is_cut_short_gives_what_came_before_and_says_where(int kept, string reason)
    {
        var whole = new CaptureBytes().PcapHeader().Record(1, 1, Frame).Record(2, 2, Frame).Bytes;
        var read = new CaptureBytes().Raw(whole[..(24 + 76 + kept)]).Read();
        read.Frames.Count.ShouldBe(1);
        read.Damage.ShouldBe(new CaptureDamage(100, reason));
    }

    [Fact]
    public void A_record_that_claims_an_absurd_length_is_damage()
    {
        var read = new CaptureBytes().PcapHeader().Record(1, 1, Frame).Record(2, 2, Frame, captured: 0xFFFF_FFF0).Read();
        read.Frames.Count.ShouldBe(1);
        read.Damage!.ToString().ShouldBe("a packet claims 4294967280 bytes, the most is 262144 (at byte 100)");
    }

    [Fact]
    public void What_our_writer_writes_is_read_back()
    {
        var path = CaptureBytes.TempPath;
        using (var writer = new PcapWriter(path, snapLength: 40))
        {
            writer.Write(DateTimeOffset.UnixEpoch.AddSeconds(1.5), Frame);
            writer.Write(1_700_000_000_123_456_789, Frame);
        }

        var read = CaptureReading.Of(path);
        File.Delete(path);
        read.Frames.Select(f => (f.Timestamp, f.Bytes.Length, f.WireLength)).ShouldBe([(1_500_000_000, 40, 60), (1_700_000_000_123_456_789, 40, 60)]);
    }

    [Fact]
    public void Frames_beyond_two_gigabytes_are_reached()
    {
        var path = CaptureBytes.TempPath;
        try
        {
            // A sparse file: records of 256 KB whose content nobody wrote.
            const int count = 8500;
            using (var stream = File.Create(path))
            {
                stream.Write(new CaptureBytes().PcapHeader().Bytes);
                var header = new CaptureBytes().Record(1, 1, [], CaptureFile.MaxFrameBytes, CaptureFile.MaxFrameBytes).Bytes;
                for (var i = 0; i < count; i++)
                {
                    stream.Write(header);
                    stream.Seek(CaptureFile.MaxFrameBytes, SeekOrigin.Current);
                }

                stream.SetLength(stream.Position);
            }

            using var file = CaptureFile.Open(path);
            file.Length.ShouldBeGreaterThan(int.MaxValue);
            var frames = 0;
            while (file.Next(out var frame) == FrameRead.Frame && frame.Bytes[^1] == 0) frames++;
            (frames, file.Damage, file.Position).ShouldBe((count, null, file.Length));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
