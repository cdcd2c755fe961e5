using System.Runtime.InteropServices;

namespace Tegument.Sensor.Native;

/// <summary>Memory that mmap gave us. Unmapped once, on dispose or finalization; whoever hands out spans keeps this alive meanwhile.</summary>
internal sealed class SafeMapping : SafeHandle
{
    private const nint Failed = -1;

    private SafeMapping(nint address, nuint length) : base(Failed, ownsHandle: true)
    {
        Length = length;
        SetHandle(address);
    }

    public override bool IsInvalid => handle == Failed;

    public nuint Length { get; }

    /// <summary>The first byte; valid until dispose.</summary>
    public nint Address => handle;

    /// <summary>Maps from the file's start. Invalid, with errno set, when the kernel refuses.</summary>
    public static SafeMapping Map(SafeHandle file, nuint length, int protection, int flags) =>
        new(Libc.Map(0, length, protection, flags, file, 0), length);

    protected override bool ReleaseHandle() => Libc.Unmap(handle, Length) == 0;
}
