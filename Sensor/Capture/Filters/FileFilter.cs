namespace Tegument.Sensor.Capture.Filters;

/// <summary>
/// Applies a filter to a file's frames. A file may hold several link layers: each has a program of its own, compiled when first met. A
/// frame of a link layer that we do not read never passes. One thread; no allocation once the programs are there.
/// </summary>
public sealed class FileFilter(CaptureFilter filter)
{
    private readonly Dictionary<LinkType, BpfProgram> _programs = [];
    private BpfProgram? _program;
    private LinkType _link = LinkType.Unsupported;

    /// <exception cref="CaptureFilterException">The expression cannot be used on this frame's link layer.</exception>
    public bool Passes(scoped ref readonly Frame frame)
    {
        if (frame.Link != _link) Choose(frame.Link);
        return _program is not null && _program.Passes(frame.Bytes, frame.WireLength);
    }

    /// <summary>A file without a frame that we can read has shown nobody that the expression is wrong.</summary>
    /// <exception cref="CaptureFilterException">It is.</exception>
    public void CheckUnused()
    {
        if (_programs.Count == 0) filter.ForFile(LinkType.Ethernet);
    }

    private void Choose(LinkType link)
    {
        BpfProgram? program = null;
        if (link != LinkType.Unsupported && !_programs.TryGetValue(link, out program)) _programs[link] = program = filter.ForFile(link);
        (_link, _program) = (link, program);
    }
}
