using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tegument.Sensor.Native.Files;

/// <summary>Makes a rename durable: the directory's own entry has to reach the disk too (fsync(2)), and .NET opens no directories.</summary>
public static partial class DurableDirectory
{
    private const int ReadOnlyDirectory = 0x10000 | 0x80000; // O_DIRECTORY | O_CLOEXEC, generic ABI

    /// <summary>Best effort: false where the file system cannot do it.</summary>
    public static bool TrySync(string path)
    {
        var descriptor = Open(path, ReadOnlyDirectory);
        if (descriptor < 0) return false;
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        return Sync(handle) == 0;
    }

    // int open(const char *pathname, int flags);
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    // int fsync(int fd);
    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(SafeFileHandle file);
}
