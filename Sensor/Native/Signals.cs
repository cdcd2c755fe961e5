using System.Runtime.InteropServices;

namespace Tegument.Sensor.Native;

/// <summary>Sends signals to processes that we started.</summary>
public static partial class Signals
{
    public const int Terminate = 15;

    /// <summary>Returns false when there is no such process any more, or it is not ours to signal.</summary>
    public static bool Send(int pid, int signal) => pid > 1 && Kill(pid, signal) == 0;

    // int kill(pid_t pid, int sig);
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
