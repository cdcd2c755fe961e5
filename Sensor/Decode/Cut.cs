namespace Tegument.Sensor.Decode;

/// <summary>
/// Tells a packet that is short from one that the capture's snap length cut: every layer carries, beside its bytes, how many more bytes
/// of it were on the wire than captured.
/// </summary>
internal static class Cut
{
    /// <summary>The status for a layer that needs more bytes than were captured.</summary>
    public static DecodeStatus Or(DecodeStatus truncated, int captured, int cut, int needed) =>
        captured + cut >= needed ? DecodeStatus.SnapTruncated : truncated;
}
