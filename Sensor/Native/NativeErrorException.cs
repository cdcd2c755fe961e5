using System.Runtime.InteropServices;

namespace Tegument.Sensor.Native;

/// <summary>The kernel refused a call. The message is the call's purpose and the C library's text for the error.</summary>
public sealed class NativeErrorException(string operation, int errno) : IOException($"{operation}: {Native.Errno.Text(errno)}")
{
    /// <summary>The Linux error number; see <see cref="Native.Errno"/>.</summary>
    public int Errno { get; } = errno;

    /// <summary>For the call that just failed on this thread.</summary>
    internal static NativeErrorException Last(string operation) => new(operation, Marshal.GetLastPInvokeError());
}
