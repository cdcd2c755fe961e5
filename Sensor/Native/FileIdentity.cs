using System.Runtime.InteropServices;

namespace Tegument.Sensor.Native;

/// <summary>Which file stands behind a path or a descriptor: its device and inode, which .NET does not tell.</summary>
/// <param name="Device">Major number in the upper, minor in the lower half.</param>
public readonly partial record struct FileIdentity(ulong Device, ulong Inode)
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint WantInode = 0x100; // STATX_INO

    /// <summary>Null when there is no such file, or it may not be looked at.</summary>
    public static FileIdentity? Of(string path)
    {
        // struct statx (linux/stat.h): 256 bytes; stx_ino at 32, stx_dev_major at 136, stx_dev_minor at 140.
        Span<byte> buffer = stackalloc byte[256];
        if (Statx(CurrentDirectory, path, 0, WantInode, ref MemoryMarshal.GetReference(buffer)) != 0) return null;
        var device = ((ulong)MemoryMarshal.Read<uint>(buffer[136..]) << 32) | MemoryMarshal.Read<uint>(buffer[140..]);
        return new FileIdentity(device, MemoryMarshal.Read<ulong>(buffer[32..]));
    }

    // int statx(int dirfd, const char *path, int flags, unsigned mask, struct statx *buf);
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, ref byte buffer);
}
