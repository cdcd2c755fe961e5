using Microsoft.Win32.SafeHandles;

namespace Tegument.Sensor.Native;

/// <summary>Setting up an AF_PACKET socket, one kernel call a method.</summary>
internal static unsafe class PacketSocket
{
    /// <summary>A raw packet socket that receives nothing until it is bound.</summary>
    public static SafeFileHandle Create()
    {
        var socket = SocketCalls.Create(SocketCalls.FamilyPacket, SocketCalls.RawCloseOnExec, protocol: 0);
        if (!socket.IsInvalid) return socket;
        var error = NativeErrorException.Last("open a packet socket");
        socket.Dispose();
        throw error;
    }

    public static void RequestRing(SafeFileHandle socket, PacketRingOptions options)
    {
        var version = SocketCalls.Version3;
        Set(socket, SocketCalls.PacketVersion, &version, sizeof(int), "choose TPACKET_V3");
        var request = new RingRequest
        {
            BlockSize = (uint)options.BlockBytes,
            BlockCount = (uint)options.BlockCount,
            FrameSize = PacketRingOptions.FrameBytes,
            FrameCount = (uint)(options.BlockBytes / PacketRingOptions.FrameBytes * options.BlockCount),
            RetireMs = (uint)options.RetireMs,
        };
        Set(socket, SocketCalls.PacketReceiveRing, &request, (uint)sizeof(RingRequest), $"allocate a packet ring of {(long)options.BlockBytes * options.BlockCount} bytes");
    }

    public static void JoinPromiscuous(SafeFileHandle socket, int index)
    {
        var membership = new PacketMembership { InterfaceIndex = index, Type = SocketCalls.MembershipPromiscuous };
        Set(socket, SocketCalls.PacketAddMembership, &membership, (uint)sizeof(PacketMembership), "enter promiscuous mode");
    }

    /// <summary>Starts receiving; index 0 means every interface.</summary>
    public static void Bind(SafeFileHandle socket, int index)
    {
        var address = new SockAddrLinkLayer { Family = SocketCalls.FamilyPacket, Protocol = SocketCalls.AllProtocols, InterfaceIndex = index };
        if (SocketCalls.Bind(socket, &address, (uint)sizeof(SockAddrLinkLayer)) != 0) throw NativeErrorException.Last("bind the packet socket");
    }

    private static void Set(SafeFileHandle socket, int option, void* value, uint length, string operation)
    {
        if (SocketCalls.SetOption(socket, SocketCalls.LevelPacket, option, value, length) != 0) throw NativeErrorException.Last(operation);
    }
}
