using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using Tegument.Sensor.Native.Filters;

namespace Tegument.Sensor.Native;

/// <summary>
/// An AF_PACKET receive ring, TPACKET_V3 (Documentation/networking/packet_mmap.rst): the kernel fills blocks of frames in memory that both
/// share. One reader thread calls <see cref="TryNext"/> and disposes; <see cref="Counters"/> may be read by any thread.
/// </summary>
public sealed unsafe class PacketRing : IDisposable
{
    private readonly SafeFileHandle _socket;
    private readonly SafeMapping _mapping;
    private readonly PacketRingCounters _counters;
    private readonly int _index;
    private readonly uint _blockBytes;
    private readonly uint _blockCount;
    private byte* _ring;
    private uint _block;
    private byte* _open;
    private uint _left;
    private uint _next;

    // The packet of the open block that TryAhead shows next, how many follow it, and how far it is ahead of the reader.
    private uint _scout;
    private uint _scoutLeft;
    private int _ahead;

    private PacketRing(SafeFileHandle socket, SafeMapping mapping, PacketRingOptions options, int index)
    {
        _index = index;
        _socket = socket;
        _mapping = mapping;
        _counters = new PacketRingCounters(socket);
        _ring = (byte*)mapping.Address;
        _blockBytes = (uint)options.BlockBytes;
        _blockCount = (uint)options.BlockCount;
        Interface = options.Interface;
    }

    /// <summary>The interface, or null for all of them.</summary>
    public string? Interface { get; }

    /// <summary>The interface that we are bound to is still there; a new one of the same name is another. Reader thread.</summary>
    public bool InterfaceExists
    {
        get
        {
            try
            {
                return Interface is null || NetworkDevice.Read(_socket, Interface).Index == _index;
            }
            catch (NativeErrorException)
            {
                return false;
            }
        }
    }

    /// <summary>What the kernel counted: packets, drops, freezes.</summary>
    public PacketRingCounters Counters => _counters;

    internal SafeFileHandle Socket => _socket;

    /// <summary>Makes a ring and starts capturing.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="NativeErrorException">The kernel refused: <see cref="Errno.NotPermitted"/> without CAP_NET_RAW,
    /// <see cref="Errno.NoDevice"/> for an unknown interface, <see cref="Errno.NetworkDown"/> for one that is down.</exception>
    public static PacketRing Open(PacketRingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        SafeMapping? mapping = null;
        var socket = PacketSocket.Create();
        try
        {
            var index = options.Interface is null ? 0 : NetworkDevice.Read(socket, options.Interface).Index;
            PacketSocket.RequestRing(socket, options);
            mapping = SafeMapping.Map(socket, (nuint)options.BlockBytes * (nuint)options.BlockCount, Libc.ProtectRead | Libc.ProtectWrite, Libc.MapShared);
            if (mapping.IsInvalid) throw NativeErrorException.Last("map the packet ring");
            if (options.Promiscuous) PacketSocket.JoinPromiscuous(socket, index);
            // Before the first frame can arrive.
            if (options.Filter is { } filter) SocketFilter.Attach(socket, filter);
            PacketSocket.Bind(socket, index);
            return new PacketRing(socket, mapping, options, index);
        }
        catch
        {
            mapping?.Dispose();
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes several rings on one interface, between which a program chooses: frame by frame, its answer modulo their number is the index of
    /// the ring. No frame that came before the group was whole reaches any of them.
    /// </summary>
    /// <param name="options">Of each ring.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="NativeErrorException">As for <see cref="Open"/>.</exception>
    public static PacketRing[] OpenGroup(PacketRingOptions options, int count, FilterInstruction[] program)
    {
        ArgumentNullException.ThrowIfNull(options);
        var rings = new List<PacketRing>();
        try
        {
            // A member must be bound before it can join, and would see every frame until then.
            var closed = options with { Filter = [new FilterInstruction(Code: 0x06, 0, 0, Operand: 0)] };
            for (var i = 0; i < count; i++) rings.Add(Open(closed));
            var group = PacketSocket.BeginFanout(rings[0]._socket);
            foreach (var ring in rings.Skip(1)) PacketSocket.JoinFanout(ring._socket, group);
            SocketFilter.ChooseBy(rings[0]._socket, program);
            foreach (var ring in rings)
            {
                if (options.Filter is { } filter) SocketFilter.Attach(ring._socket, filter);
                else SocketFilter.Detach(ring._socket);
            }

            return [.. rings];
        }
        catch
        {
            foreach (var ring in rings) ring.Dispose();
            throw;
        }
    }

    /// <summary>Borrows the next frame; false when the kernel has handed over no block yet. The frame before is given back.</summary>
    public bool TryNext(out RingFrame frame)
    {
        while (_left == 0)
        {
            if (!TryOpenBlock())
            {
                frame = default;
                return false;
            }
        }

        _left--;
        return Read(out frame);
    }

    /// <summary>Looks at the beginning of a frame that will come after the next few, each once and in order; false when none is in reach.</summary>
    /// <param name="most">Frames to be ahead of the reader at most.</param>
    /// <param name="length">Bytes to show at most.</param>
    /// <param name="bytes">Valid until the next read.</param>
    /// <param name="hardwareType">As in <see cref="RingFrame"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAhead(int most, int length, out ReadOnlySpan<byte> bytes, out ushort hardwareType)
    {
        bytes = default;
        hardwareType = 0;
        if (_ahead >= most || _scoutLeft == 0) return false;
        if (_scout > _blockBytes - PacketHeader.WithAddress) return false;
        var packet = (PacketHeader*)(_open + _scout);
        if (packet->SnapLength > _blockBytes - _scout || packet->Mac > _blockBytes - _scout - packet->SnapLength) return false;
        bytes = new ReadOnlySpan<byte>((byte*)packet + packet->Mac, (int)Math.Min(packet->SnapLength, (uint)length));
        hardwareType = ((SockAddrLinkLayer*)(packet + 1))->HardwareType;
        _scout += packet->NextOffset;
        _scoutLeft--;
        _ahead++;
        return true;
    }

    public void Dispose()
    {
        _left = 0;
        _scoutLeft = 0;
        _open = null;
        _ring = null;
        _counters.Close();
        _mapping.Dispose();
        _socket.Dispose();
    }

    /// <summary>Gives a finished block back to the kernel and opens the next one, if it is ours yet.</summary>
    private bool TryOpenBlock()
    {
        if (_open is not null)
        {
            // Release: the kernel may overwrite the block as soon as it sees this, so every read of ours must come before.
            Volatile.Write(ref ((BlockHeader*)_open)->Status, BlockHeader.OwnedByKernel);
            _open = null;
            _scoutLeft = 0;
            _block = _block + 1 == _blockCount ? 0 : _block + 1;
        }

        if (_ring is null) return false;
        var block = _ring + ((nuint)_block * _blockBytes);
        var header = (BlockHeader*)block;
        // Acquire: what the kernel wrote into the block is visible once its status is.
        if ((Volatile.Read(ref header->Status) & BlockHeader.OwnedByUser) == 0) return false;
        _open = block;
        _left = header->PacketCount;
        _next = header->OffsetToFirst;
        (_scout, _scoutLeft, _ahead) = (_next, _left, 0);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Read(out RingFrame frame)
    {
        if (_next > _blockBytes - PacketHeader.WithAddress) return Distrust(out frame);
        var packet = (PacketHeader*)(_open + _next);
        var address = (SockAddrLinkLayer*)(packet + 1);
        if (packet->SnapLength > _blockBytes - _next || packet->Mac > _blockBytes - _next - packet->SnapLength) return Distrust(out frame);
        frame = new RingFrame
        {
            Bytes = new ReadOnlySpan<byte>((byte*)packet + packet->Mac, (int)packet->SnapLength),
            Timestamp = (packet->Seconds * 1_000_000_000L) + packet->Nanoseconds,
            WireLength = (int)Math.Clamp(packet->Length, packet->SnapLength, int.MaxValue / 2),
            VlanTag = (packet->Status & PacketHeader.VlanValid) != 0 ? (ushort)packet->VlanTag : (ushort)0,
            HardwareType = address->HardwareType,
            PacketType = address->PacketType,
        };
        _next += packet->NextOffset;
        if (_ahead > 0) _ahead--;
        else (_scout, _scoutLeft) = (_next, _left);
        return true;
    }

    /// <summary>A header that points out of its block: the rest of the block is left unread rather than believed, and counted.</summary>
    private bool Distrust(out RingFrame frame)
    {
        _counters.AddUnreadable(_left + 1);
        _left = 0;
        _scoutLeft = 0;
        return TryNext(out frame);
    }
}
