namespace Tegument.Sensor.Capture;

/// <summary>Link type numbers as files hold them.</summary>
internal static class LinkNumber
{
    // LINKTYPE_ values end here; above are the length of a frame check sequence and flags.
    private const uint Mask = 0x03FF_FFFF;

    /// <summary>A file's number as a link type, <see cref="LinkType.Unsupported"/> when we do not read it.</summary>
    public static LinkType ToLinkType(uint number) => (number & Mask) switch
    {
        // DLT_RAW as some systems wrote it (BSD/OS 12, OpenBSD 14).
        12 or 14 => LinkType.Raw,
        var n and (0 or 1 or 9 or 50 or 101 or 104 or 108 or 113 or 228 or 229 or 239 or 276) => (LinkType)n,
        _ => LinkType.Unsupported,
    };
}
