namespace Tegument.Sensor.Capture;

/// <summary>What a source's read brought.</summary>
public enum FrameRead : byte
{
    /// <summary>A frame.</summary>
    Frame,

    /// <summary>No frame just now, once before the source waits and after each of its short waits (live only): time for housekeeping.</summary>
    Idle,

    /// <summary>The end: file read to its end, or the source was stopped.</summary>
    End,
}
