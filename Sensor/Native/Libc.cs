using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tegument.Sensor.Native;

/// <summary>
/// The C library calls that capture needs, each with its C prototype. Values are Linux's (x86-64 and arm64 agree on all of them).
/// Failures are -1 with errno in <see cref="Marshal.GetLastPInvokeError"/>.
/// </summary>
internal static partial class Libc
{
    public const int ReadOnlyNonBlockingCloseOnExec = 0x0 | 0x800 | 0x80000;
    public const int SeekEnd = 2;
    public const int ProtectRead = 1;
    public const int ProtectWrite = 2;
    public const int MapShared = 1;
    public const int MapPrivate = 2;
    public const int MapAnonymous = 0x20;
    public const int AdviseHugePage = 14;
    public const int BootTimeClock = 7;
    public const int NetworkNamespace = 0x4000_0000;
    private const string Library = "libc";

    // int open(const char *pathname, int flags);
    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle Open(string path, int flags);

    // off_t lseek(int fd, off_t offset, int whence);
    [LibraryImport(Library, EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(SafeFileHandle file, long offset, int whence);

    // void *mmap(void *addr, size_t length, int prot, int flags, int fd, off_t offset);
    [LibraryImport(Library, EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nuint length, int protection, int flags, SafeHandle file, long offset);

    // int madvise(void *addr, size_t length, int advice);
    [LibraryImport(Library, EntryPoint = "madvise", SetLastError = true)]
    public static partial int Advise(nint address, nuint length, int advice);

    // int munmap(void *addr, size_t length);
    [LibraryImport(Library, EntryPoint = "munmap", SetLastError = true)]
    public static partial int Unmap(nint address, nuint length);

    // int clock_gettime(clockid_t clockid, struct timespec *tp);
    [LibraryImport(Library, EntryPoint = "clock_gettime", SetLastError = true)]
    public static partial int GetClock(int clock, out TimeSpec time);

    // int setns(int fd, int nstype);
    [LibraryImport(Library, EntryPoint = "setns", SetLastError = true)]
    public static partial int EnterNamespace(SafeFileHandle file, int kind);
}
