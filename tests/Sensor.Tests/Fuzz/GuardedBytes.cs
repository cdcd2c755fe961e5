using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tegument.Sensor.Tests.Fuzz;

/// <summary>
/// Bytes that end at a page nobody may touch: whoever reads one byte beyond them brings the test run down at that place, spans or not.
/// </summary>
internal sealed class GuardedBytes : IDisposable
{
    private const int Page = 4096;
    private readonly int _room;
    private readonly nint _start;

    public GuardedBytes(int room)
    {
        const int read = 1, write = 2, none = 0, isPrivate = 2, anonymous = 0x20;
        _room = (room + Page - 1) / Page * Page;
        _start = Map(0, _room + Page, read | write, isPrivate | anonymous, -1, 0);
        if (_start == -1 || Protect(_start + _room, Page, none) != 0) throw new InvalidOperationException("no guarded memory");
    }

    /// <summary>A copy whose last byte is the last one before the guard; the one before ends.</summary>
    public ReadOnlySpan<byte> Put(ReadOnlySpan<byte> bytes)
    {
        ref var first = ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), _start + _room - bytes.Length);
        var copy = MemoryMarshal.CreateSpan(ref first, bytes.Length);
        bytes.CopyTo(copy);
        return copy;
    }

    public void Dispose() => _ = Unmap(_start, _room + Page);

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static extern nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static extern int Protect(nint address, nint length, int protection);

    [DllImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static extern int Unmap(nint address, nint length);
}
