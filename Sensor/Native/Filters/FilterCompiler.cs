using System.Runtime.InteropServices;
using System.Text;

namespace Tegument.Sensor.Native.Filters;

/// <summary>
/// Compiles filter expressions (pcap-filter(7)) with libpcap, which is asked for only here: without a filter nobody needs it.
/// Thread-safe: one at a time, as libpcap before 1.8 demands.
/// </summary>
public static class FilterCompiler
{
    /// <summary>What a program of ours returns for a packet that passes: more than any frame is long (tcpdump's own number).</summary>
    public const int SnapLength = 262_144;

    private const uint NetmaskUnknown = uint.MaxValue;
    private static readonly Lock s_lock = new();

    /// <param name="linkType">A DLT_ number: how the frames begin that the program will see.</param>
    /// <exception cref="FilterException">libpcap is missing, or refuses the expression; the message is its reason, on one line.</exception>
    public static unsafe FilterInstruction[] Compile(int linkType, string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        // To C it would end there, and the rest be passed over.
        if (expression.Contains('\0', StringComparison.Ordinal)) throw new FilterException("it holds a zero character");
        lock (s_lock)
        {
            using var pcap = Open(linkType);
            var program = default(PcapLibrary.Program);
            if (PcapLibrary.Compile(pcap, &program, expression, optimize: 1, NetmaskUnknown) != 0) throw new FilterException(ErrorOf(pcap));
            try
            {
                return new ReadOnlySpan<FilterInstruction>(program.Instructions, (int)program.Length).ToArray();
            }
            finally
            {
                PcapLibrary.FreeCode(&program);
            }
        }
    }

    private static PcapHandle Open(int linkType)
    {
        try
        {
            var pcap = PcapLibrary.OpenDead(linkType, SnapLength);
            return !pcap.IsInvalid ? pcap : throw new FilterException("libpcap has no memory");
        }
        catch (DllNotFoundException)
        {
            throw new FilterException("libpcap.so.0.8 is not installed; install the package libpcap0.8") { LibraryMissing = true };
        }
    }

    private static unsafe string ErrorOf(PcapHandle pcap)
    {
        var text = PcapLibrary.ErrorOf(pcap);
        var reason = text == null ? "" : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text)).ReplaceLineEndings(" ").Trim();
        return reason.Length == 0 ? "libpcap refuses it without a reason" : reason;
    }
}
