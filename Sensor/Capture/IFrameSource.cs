namespace Tegument.Sensor.Capture;

/// <summary>
/// Where frames come from: a live ring or a capture file. One reader thread; <see cref="IDisposable.Dispose"/> after that thread has left.
/// </summary>
public interface IFrameSource : IDisposable
{
    /// <summary>Borrows the next frame. Allocation-free; throws only when the operating system itself fails (the device went away).</summary>
    FrameRead Next(out Frame frame);

    /// <summary>
    /// Looks at the beginning of a frame that will come after the next few, each once and in order, if that costs nothing. A hint: the
    /// frame may yet not come, and some come unannounced.
    /// </summary>
    /// <param name="bytes">Up to <see cref="AheadBytes"/> bytes, valid until the next read.</param>
    bool TryAhead(out ReadOnlySpan<byte> bytes, out LinkType link)
    {
        bytes = default;
        link = default;
        return false;
    }

    /// <summary>Link, network and the head of the transport header of almost any frame.</summary>
    const int AheadBytes = 64;

    /// <summary>Packets that the source lost before we could read them, since it was opened; 0 for files.</summary>
    long KernelDrops { get; }

    /// <summary>True when live frames carry the kernel's outgoing mark, false when both halves are taken from a file.</summary>
    bool MarksOutgoing { get; }
}
