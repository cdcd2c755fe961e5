using Microsoft.Win32.SafeHandles;

namespace Tegument.Sensor.Native;

/// <summary>
/// The kernel's counters of a ring, summed up since it was opened: reading PACKET_STATISTICS resets them in the kernel. Any thread.
/// </summary>
public sealed class PacketRingCounters
{
    private readonly Lock _lock = new();
    private readonly SafeFileHandle _socket;
    private long _packets;
    private long _drops;
    private long _freezes;
    private bool _closed;

    internal PacketRingCounters(SafeFileHandle socket)
    {
        _socket = socket;
    }

    /// <summary>Packets that reached the ring or were dropped before it, packets dropped because no block was free or that could not be
    /// read, and times that the ring was full.</summary>
    public (long Packets, long Drops, long Freezes) Read()
    {
        lock (_lock)
        {
            if (!_closed) Accumulate();
            return (_packets, _drops, _freezes);
        }
    }

    internal void AddUnreadable(uint packets)
    {
        lock (_lock) _drops += packets;
    }

    /// <summary>Takes a last reading; later reads return it.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            if (!_closed) Accumulate();
            _closed = true;
        }
    }

    private unsafe void Accumulate()
    {
        var counters = default(RingCounters);
        var length = (uint)sizeof(RingCounters);
        if (SocketCalls.GetOption(_socket, SocketCalls.LevelPacket, SocketCalls.PacketStatistics, &counters, &length) != 0) return;
        _packets += counters.Packets;
        _drops += counters.Drops;
        _freezes += counters.Freezes;
    }
}
