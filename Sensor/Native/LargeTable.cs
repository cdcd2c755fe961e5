using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Microsoft.Win32.SafeHandles;

namespace Tegument.Sensor.Native;

/// <summary>
/// A fixed number of elements outside the managed heap, for tables that are met at random: zeroed, touched page by page as they are used,
/// in huge pages where the kernel gives them (a miss of the page tables costs as much as one of the caches), and each element at a multiple
/// of its own size so that it lies in as few cache lines as it can. Every index is checked. One thread at a time; a reference borrowed from
/// it must not outlive it.
/// </summary>
public sealed unsafe class LargeTable<T> where T : unmanaged
{
    private const int HugePage = 2 << 20;
    private readonly SafeMapping _mapping;
    private readonly T* _first;

    /// <param name="length">Elements; more than zero.</param>
    /// <exception cref="OutOfMemoryException">The kernel has no room.</exception>
    public LargeTable(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        Length = length;
        var bytes = (nuint)length * (nuint)sizeof(T);
        var align = bytes >= HugePage ? (nuint)HugePage : 4096;
        using var none = new SafeFileHandle(-1, ownsHandle: false);
        _mapping = SafeMapping.Map(none, bytes + align, Libc.ProtectRead | Libc.ProtectWrite, Libc.MapPrivate | Libc.MapAnonymous);
        if (_mapping.IsInvalid) throw new OutOfMemoryException($"no room for a table of {bytes} bytes");
        var start = ((nuint)_mapping.Address + align - 1) & ~(align - 1);
        _first = (T*)start;
        // A wish: refused, the table is merely slower.
        if (align == HugePage) Libc.Advise((nint)start, bytes, Libc.AdviseHugePage);
    }

    public int Length { get; }

    /// <exception cref="IndexOutOfRangeException">Outside the table.</exception>
    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)Length) ThrowOutside();
            return ref _first[index];
        }
    }

    /// <summary>Elements from <paramref name="index"/> on, as a span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Slice(int index, int count)
    {
        if ((uint)index > (uint)Length || (uint)count > (uint)(Length - index)) ThrowOutside();
        return new Span<T>(_first + index, count);
    }

    /// <summary>Asks the processor to have the element at hand soon. Any index will do: outside the table nothing happens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int index)
    {
        if (!Sse.IsSupported || (uint)index >= (uint)Length) return;
        Sse.Prefetch0(_first + index);
        if (sizeof(T) > 64) Sse.Prefetch0((byte*)(_first + index) + 64);
    }

    private static void ThrowOutside() => throw new IndexOutOfRangeException("outside the table");
}
