using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tegument.Host.Tests.Enforce;

/// <summary>Moves the calling thread into a network namespace for good (setns(2)): nftables acts where the thread is that uses it.</summary>
internal static class ThreadNamespace
{
    private const int NetworkNamespaceFlag = 0x40000000; // CLONE_NEWNET

    public static void Enter(string path)
    {
        using var file = File.OpenHandle(path);
        if (SetNamespace(file, NetworkNamespaceFlag) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError(), path);
    }

    /// <summary>Runs code inside, on a thread that ends with it. Sockets made there stay there.</summary>
    public static T Run<T>(string path, Func<T> body)
    {
        var result = default(T);
        var thread = new Thread(() =>
        {
            Enter(path);
            result = body();
        });
        thread.Start();
        thread.Join();
        return result!;
    }

    // int setns(int fd, int nstype);
    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static extern int SetNamespace(SafeFileHandle file, int type);
}
