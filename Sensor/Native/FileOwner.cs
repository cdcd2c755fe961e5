using System.Runtime.InteropServices;

namespace Tegument.Sensor.Native;

/// <summary>Who owns a file, which .NET does not tell.</summary>
public static partial class FileOwner
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint WantOwner = 0x8; // STATX_UID

    /// <summary>The owner's user id; null when there is no such file, or it may not be looked at.</summary>
    public static uint? Of(string path)
    {
        // struct statx (linux/stat.h): 256 bytes, stx_uid at offset 20.
        Span<byte> buffer = stackalloc byte[256];
        if (Statx(CurrentDirectory, path, 0, WantOwner, ref MemoryMarshal.GetReference(buffer)) != 0) return null;
        return MemoryMarshal.Read<uint>(buffer[20..]);
    }

    /// <summary>The user that this process acts as.</summary>
    public static uint Ours => GetEuid();

    // int statx(int dirfd, const char *path, int flags, unsigned mask, struct statx *buf);
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, ref byte buffer);

    // uid_t geteuid(void);
    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEuid();
}
