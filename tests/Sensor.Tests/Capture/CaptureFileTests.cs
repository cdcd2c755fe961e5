using System.Diagnostics;
using System.Text;
using Tegument.Sensor.Capture;

namespace Tegument.Sensor.Tests.Capture;

public class CaptureFileTests
{
    [Theory]
    [InlineData("", "the file is empty (at byte 0)")]
    [InlineData("x", "the file is too short for a capture (at byte 0)")]
    [InlineData("{\"json\": 1}", "looks like JSON, not like a pcap or pcapng capture (at byte 0)")]
    [InlineData("BZh91AY&SY", "is compressed with bzip2; unpack it first (bunzip2 -k FILE) (at byte 0)")]
    [InlineData("some text", "is not a pcap or pcapng capture (it begins with 736f6d65) (at byte 0)")]
    public void What_is_no_capture_is_refused_in_one_line(string content, string reason) => Refusal(Encoding.UTF8.GetBytes(content)).ShouldBe(reason);

    [Fact]
    public void Compressed_captures_say_how_to_unpack_them()
    {
        Refusal([0x1F, 0x8B, 8, 0, 0, 0]).ShouldStartWith("is compressed with gzip; unpack it first (gunzip -k FILE)");
        Refusal([0x28, 0xB5, 0x2F, 0xFD, 0]).ShouldStartWith("is compressed with zstd");
        Refusal([0xFD, 0x37, 0x7A, 0x58, 0x5A]).ShouldStartWith("is compressed with xz");
    }

    [Fact]
    public void A_header_that_cannot_be_read_is_refused()
    {
        Refusal(new CaptureBytes().PcapHeader().Bytes[..23]).ShouldBe("the file ends inside the pcap header (at byte 23)");
        Refusal(new CaptureBytes().PcapHeader(major: 3).Bytes).ShouldBe("pcap version 3 is not supported (at byte 4)");
        Refusal(new CaptureBytes().SectionHeader(major: 9).Bytes).ShouldBe("a section of unsupported version 9.0 (at byte 0)");
        Refusal(new CaptureBytes().Number(CaptureBytes.Section).Number(28).Number(0).Bytes).ShouldBe("the file ends inside a section header (at byte 0)");
        Refusal(new CaptureBytes().Number(CaptureBytes.Section).Raw(new byte[24]).Bytes).ShouldBe("a section header without the byte-order magic (at byte 0)");
    }

    [Fact]
    public void Paths_that_are_no_files_are_refused_in_one_line()
    {
        Should.Throw<CaptureFormatException>(() => CaptureFile.Open("/no/such/file")).Message.ShouldBe("/no/such/file: no such file");
        var folder = Path.GetTempPath();
        Should.Throw<CaptureFormatException>(() => CaptureFile.Open(folder)).Message.ShouldBe($"{folder}: is a directory");
    }

    [Fact]
    public void A_pipe_is_refused_without_waiting_for_its_writer()
    {
        var pipe = CaptureBytes.TempPath;
        using (var make = Process.Start("mkfifo", pipe)) make.WaitForExit();
        try
        {
            Should.Throw<CaptureFormatException>(() => CaptureFile.Open(pipe)).Reason.ShouldBe("is a pipe or a device; save the capture to a file first");
        }
        finally
        {
            File.Delete(pipe);
        }
    }

    [Fact]
    public void A_file_that_shrinks_while_it_is_read_ends_with_damage()
    {
        var path = CaptureBytes.TempPath;
        var bytes = new CaptureBytes().PcapHeader();
        for (var i = 0; i < 5000; i++) bytes.Record((uint)i, 0, new byte[60]);
        File.WriteAllBytes(path, bytes.Bytes);
        using var file = CaptureFile.Open(path);
        file.Next(out _).ShouldBe(FrameRead.Frame);
        using (var other = File.OpenWrite(path)) other.SetLength(200);
        var read = FrameRead.Frame;
        while (read == FrameRead.Frame) read = file.Next(out _);
        File.Delete(path);
        (read, file.Damage!.Reason).ShouldBe((FrameRead.End, "the file ends inside a packet"));
    }

    [Fact]
    public void A_disposed_file_ends()
    {
        var path = CaptureBytes.TempPath;
        File.WriteAllBytes(path, new CaptureBytes().PcapHeader().Record(1, 1, new byte[60]).Bytes);
        var file = CaptureFile.Open(path);
        file.Dispose();
        file.Next(out _).ShouldBe(FrameRead.End);
        file.Dispose();
        File.Delete(path);
    }

    [Fact]
    public void Reading_allocates_nothing_per_frame()
    {
        var path = CaptureBytes.TempPath;
        var bytes = new CaptureBytes().PcapHeader();
        for (var i = 0; i < 2000; i++) bytes.Record((uint)i, 0, new byte[60]);
        File.WriteAllBytes(path, bytes.Bytes);
        using var file = CaptureFile.Open(path);
        for (var i = 0; i < 1000; i++) file.Next(out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) file.Next(out _);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        file.Next(out _).ShouldBe(FrameRead.End);
        File.Delete(path);
    }

    private static string Refusal(byte[] content)
    {
        var path = CaptureBytes.TempPath;
        File.WriteAllBytes(path, content);
        try
        {
            var refusal = Should.Throw<CaptureFormatException>(() => CaptureFile.Open(path));
            refusal.Message.ShouldStartWith($"{path}: ");
            return refusal.Message[(path.Length + 2)..];
        }
        finally
        {
            File.Delete(path);
        }
    }
}
