namespace Tegument.Sensor.Capture;

/// <summary>Why reading a capture file ended before its last byte.</summary>
/// <param name="Offset">Bytes from the file's start to the record that could not be read.</param>
/// <param name="Reason">One line for people.</param>
public sealed record CaptureDamage(long Offset, string Reason)
{
    public override string ToString() => $"{Reason} (at byte {Offset})";
}
