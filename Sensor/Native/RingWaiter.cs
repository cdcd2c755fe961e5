using Microsoft.Win32.SafeHandles;

namespace Tegument.Sensor.Native;

/// <summary>
/// Waits for any of several rings, or for a wake-up from another thread. <see cref="Wait"/> and <see cref="Dispose"/> belong to the
/// reader thread; <see cref="Wake"/> to any.
/// </summary>
public sealed unsafe class RingWaiter : IDisposable
{
    private readonly SafeFileHandle _wake;
    private readonly PacketRing[] _rings;
    private readonly PollDescriptor[] _descriptors;
    private bool _disposed;

    /// <exception cref="NativeErrorException">No event descriptor could be made.</exception>
    public RingWaiter(IReadOnlyList<PacketRing> rings)
    {
        ArgumentNullException.ThrowIfNull(rings);
        _wake = SocketCalls.CreateEvent(0, SocketCalls.EventCloseOnExecNonBlocking);
        if (_wake.IsInvalid) throw NativeErrorException.Last("make a wake-up event");
        _rings = [.. rings];
        _descriptors = new PollDescriptor[_rings.Length + 1];
        for (var i = 0; i < _descriptors.Length; i++) _descriptors[i] = new PollDescriptor { File = Hold(HandleOf(i)), Events = SocketCalls.PollIn };
    }

    // Handles that we hold would outlive their own finalizers.
    ~RingWaiter() => Release();

    /// <summary>
    /// Returns when a ring has a block, when woken, or after the timeout. The result is the index of a ring whose socket failed, with the
    /// errno, or -1.
    /// </summary>
    public (int Ring, int Errno) Wait(int timeoutMs)
    {
        fixed (PollDescriptor* descriptors = _descriptors)
        {
            // Nothing ready, or a signal came between: the caller looks at the rings anyway.
            if (SocketCalls.Poll(descriptors, (nuint)_descriptors.Length, timeoutMs) <= 0) return (-1, 0);
        }

        for (var i = 0; i < _rings.Length; i++)
        {
            if ((_descriptors[i].Returned & SocketCalls.PollFailed) != 0 && TakeError(_rings[i].Socket) is var error and not 0) return (i, error);
        }

        return (-1, 0);
    }

    /// <summary>A ring that failed for good is waited for no more.</summary>
    public void Forget(int ring) => _descriptors[ring].File = -1;

    /// <summary>Ends the wait that is under way and every later one at once.</summary>
    public void Wake()
    {
        var one = 1UL;
        try
        {
            _ = SocketCalls.Write(_wake, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // The reader has left already: nobody waits.
        }
    }

    public void Dispose()
    {
        Release();
        _wake.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        if (_disposed) return;
        _disposed = true;
        for (var i = 0; i < _descriptors.Length; i++) HandleOf(i).DangerousRelease();
    }

    private SafeFileHandle HandleOf(int i) => i < _rings.Length ? _rings[i].Socket : _wake;

    // The descriptor's number lies in our array for as long as we live, so its handle must live as long.
    private static int Hold(SafeFileHandle handle)
    {
        var held = false;
        handle.DangerousAddRef(ref held);
        return (int)handle.DangerousGetHandle();
    }

    private static int TakeError(SafeFileHandle socket)
    {
        var error = 0;
        var length = (uint)sizeof(int);
        return SocketCalls.GetOption(socket, SocketCalls.LevelSocket, SocketCalls.OptionError, &error, &length) == 0 ? error : 0;
    }
}
