using System.Runtime.ExceptionServices;

namespace Tegument.Sensor.Native;

/// <summary>
/// Runs code in another network namespace of this machine (setns(2)), on a thread of its own that ends with it. What is opened there
/// keeps its namespace: a packet ring or socket may be used from any thread afterwards. Needs CAP_SYS_ADMIN.
/// </summary>
public static class NamespaceThread
{
    /// <param name="path">A namespace file, for instance /run/netns/NAME.</param>
    /// <param name="body">Runs synchronously; its exception is thrown here.</param>
    /// <exception cref="NativeErrorException">The namespace cannot be entered.</exception>
    public static T Run<T>(string path, Func<T> body)
    {
        var result = default(T);
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Enter(path);
                result = body();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    private static void Enter(string path)
    {
        using var file = Libc.Open(path, Libc.ReadOnlyNonBlockingCloseOnExec);
        if (file.IsInvalid) throw NativeErrorException.Last($"open {path}");
        if (Libc.EnterNamespace(file, Libc.NetworkNamespace) != 0) throw NativeErrorException.Last($"enter {path}");
    }
}
