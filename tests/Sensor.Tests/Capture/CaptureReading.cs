using Tegument.Sensor.Capture;

namespace Tegument.Sensor.Tests.Capture;

/// <summary>All frames of a capture file, copied out.</summary>
internal sealed record CaptureReading(IReadOnlyList<CaptureReading.Item> Frames, CaptureDamage? Damage)
{
    public static CaptureReading Of(string path)
    {
        using var file = CaptureFile.Open(path);
        var frames = new List<Item>();
        var position = 0L;
        while (file.Next(out var frame) == FrameRead.Frame)
        {
            frames.Add(new Item(frame.Timestamp, frame.Bytes.ToArray(), frame.WireLength, frame.Link));
            file.Position.ShouldBeGreaterThan(position);
            file.Position.ShouldBeLessThanOrEqualTo(file.Length);
            position = file.Position;
        }

        file.Next(out _).ShouldBe(FrameRead.End);
        return new CaptureReading(frames, file.Damage);
    }

    internal sealed record Item(long Timestamp, byte[] Bytes, int WireLength, LinkType Link);
}
