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

    /// <summary>Makes a group of sockets between which a program chooses, and joins it; returns its id.</summary>
    public static int BeginFanout(SafeFileHandle socket)
    {
        var request = (SocketCalls.FanoutByProgram | SocketCalls.FanoutUniqueId) << 16;
        Set(socket, SocketCalls.PacketFanout, &request, sizeof(int), "begin a fanout group");
        var answer = 0;
        var length = (uint)sizeof(int);
        if (SocketCalls.GetOption(socket, SocketCalls.LevelPacket, SocketCalls.PacketFanout, &answer, &length) != 0) throw NativeErrorException.Last("read the fanout group");
        return answer & 0xFFFF;
    }

    /// <summary>Joins that group; members are numbered in the order in which they join.</summary>
    public static void JoinFanout(SafeFileHandle socket, int group)
    {
        var request = group | (SocketCalls.FanoutByProgram << 16);
        Set(socket, SocketCalls.PacketFanout, &request, sizeof(int), "join the fanout group");
    }

    private static void Set(SafeFileHandle socket, int option, void* value, uint length, string operation)
    {
        if (SocketCalls.SetOption(socket, SocketCalls.LevelPacket, option, value, length) != 0) throw NativeErrorException.Last(operation);
    }
}
