using System.Runtime.InteropServices;
using System.Text;

namespace Tegument.Sensor.Native.Nftables;

/// <summary>
/// Runs nft commands in this process. One buffer is one transaction: it is committed whole or refused whole.
/// Not thread-safe: open, use and dispose it on one thread; it acts in the network namespace that thread was in when it was opened.
/// </summary>
public sealed class NftablesContext : IDisposable
{
    private const int MaxErrorBytes = 4096;
    private readonly NftablesContextHandle _handle;

    private NftablesContext(NftablesContextHandle handle) => _handle = handle;

    /// <exception cref="NftablesException">The library is missing, or has no memory or netlink socket for us.</exception>
    public static NftablesContext Open()
    {
        RefuseLateDescriptor();
        NftablesContextHandle handle;
        try
        {
            handle = NftablesLibrary.NewContext(0);
        }
        catch (DllNotFoundException)
        {
            throw new NftablesException("libnftables.so.1 is not installed; install the package libnftables1");
        }

        if (handle.IsInvalid) throw new NftablesException("libnftables gave no context");
        if (NftablesLibrary.BufferOutput(handle) != 0 || NftablesLibrary.BufferError(handle) != 0)
        {
            handle.Dispose();
            throw new NftablesException("libnftables could not buffer its output");
        }

        return new NftablesContext(handle);
    }

    /// <summary>Runs the commands as one transaction. Null when committed, otherwise the library's words for the first refusal, on one line.</summary>
    /// <param name="commands">UTF-8 text, one command a line, closed by a zero byte.</param>
    /// <exception cref="ArgumentException">The closing zero is missing.</exception>
    public unsafe string? Run(ReadOnlySpan<byte> commands)
    {
        if (commands.IsEmpty || commands[^1] != 0) throw new ArgumentException("commands end with a zero byte", nameof(commands));
        int result;
        fixed (byte* text = commands) result = NftablesLibrary.Run(_handle, text);

        // Reading either buffer also empties it; both must be read, or they grow with each command.
        _ = NftablesLibrary.OutputBuffer(_handle);
        var error = FirstLine(NftablesLibrary.ErrorBuffer(_handle));
        return result == 0 ? null : error.Length == 0 ? "refused without a reason" : error;
    }

    public string? Run(string commands) => Run(Encoding.UTF8.GetBytes(commands + '\0'));

    public void Dispose() => _handle.Dispose();

    /// <summary>
    /// The library waits for its socket with select(2), which aborts the whole process for a descriptor of 1024 or more. The next
    /// descriptor's number tells whether that would happen; it is refused a little earlier, since others open files meanwhile.
    /// </summary>
    private static void RefuseLateDescriptor()
    {
        using var probe = File.OpenHandle("/dev/null");
        if (probe.DangerousGetHandle() > 1000) throw new NftablesException("this process has too many open files for libnftables (more than 1000)");
    }

    // The library answers "<where>: Error: <why>", then quotes the command; with 10,000 elements that quote is long and says nothing more.
    private static unsafe string FirstLine(byte* text)
    {
        if (text == null) return "";
        var bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text);
        var end = bytes.IndexOf((byte)'\n');
        var line = Encoding.UTF8.GetString(bytes[..Math.Min(end < 0 ? bytes.Length : end, MaxErrorBytes)]);
        var reason = line.IndexOf("Error: ", StringComparison.Ordinal);
        return (reason < 0 ? line : line[(reason + "Error: ".Length)..]).Trim();
    }
}
