using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Tegument.Sensor.Native;

/// <summary>A word to the processor on what will be needed soon. Changes nothing but its caches; does nothing where there is no such word.</summary>
public static unsafe class Prefetch
{
    /// <summary>Of the line that holds the reference's first byte, and the next one. The reference may be anything, null too: a prefetch never faults.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Lines<T>(ref readonly T at)
    {
        if (!Sse.IsSupported) return;
        // The collector may move what this points to in the next moment: then the wrong line comes, and no harm is done.
        var address = (byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in at));
        Sse.Prefetch0(address);
        Sse.Prefetch0(address + 64);
    }
}
