using System.Text.RegularExpressions;
using Tegument.Sensor.Native.Filters;

namespace Tegument.Sensor.Capture.Filters;

/// <summary>
/// What to look at, in tcpdump's words (pcap-filter(7)). Compiled by libpcap for each link layer that it meets, for the kernel or for a
/// file. Immutable; any thread.
/// </summary>
public sealed partial class CaptureFilter(string expression)
{
    public string Expression { get; } = expression;

    /// <summary>Compiles it for an interface.</summary>
    /// <exception cref="CaptureFilterException">It is no expression, or none for this link layer.</exception>
    public FilterInstruction[] ForKernel(LinkType link) => Explained(() =>
    {
        var program = Compile(link);
        // Without the word, a tagged frame is looked at as if it had no tag, as tcpdump does live.
        if (link == LinkType.Ethernet && VlanWord().IsMatch(Expression)) program = KernelProgram.WithTagsInTheFrame(program);
        BpfVerifier.Verify(program, forKernel: true);
        return program;
    });

    /// <summary>Compiles it for all interfaces at once: each frame is judged as its interface frames it.</summary>
    /// <exception cref="CaptureFilterException">It is no expression, or none for a link layer that we read.</exception>
    public FilterInstruction[] ForEveryInterface() => Explained(() =>
    {
        var kinds = HardwareLink.Supported().Select(k => (k.ToArray(), ForKernel(k.Key))).ToArray();
        var program = KernelProgram.ByHardware(kinds);
        BpfVerifier.Verify(program, forKernel: true);
        return program;
    });

    /// <summary>Compiles it for a file's frames.</summary>
    /// <exception cref="CaptureFilterException">It is no expression, none for this link layer, or asks for what a file does not hold.</exception>
    public BpfProgram ForFile(LinkType link) => Explained(() => new BpfProgram(Compile(link)));

    // LINKTYPE_ numbers of files and DLT_ numbers of libpcap differ here and there (pcap-linktype(7)); of those that we read, in one.
    private FilterInstruction[] Compile(LinkType link) => FilterCompiler.Compile(link == LinkType.Raw ? 12 : (int)link, Expression);

    private T Explained<T>(Func<T> compile)
    {
        if (string.IsNullOrWhiteSpace(Expression)) throw new CaptureFilterException(Expression, "it is empty");
        try
        {
            return compile();
        }
        catch (FilterException e)
        {
            throw new CaptureFilterException(Expression, e.Message) { LibraryMissing = e.LibraryMissing };
        }
    }

    [GeneratedRegex(@"\bvlan\b")]
    private static partial Regex VlanWord();
}
