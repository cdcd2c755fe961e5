using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tegument.Sensor.Native;

/// <summary>
/// The socket calls of live capture, each with its C prototype. Failures are -1 with errno in <see cref="Marshal.GetLastPInvokeError"/>.
/// </summary>
internal static unsafe partial class SocketCalls
{
    public const int FamilyPacket = 17;
    public const int RawCloseOnExec = 3 | 0x80000;
    public const int LevelSocket = 1;
    public const int OptionError = 4;
    public const int AttachFilter = 26;
    public const int DetachFilter = 27;
    public const int LevelPacket = 263;
    public const int PacketAddMembership = 1;
    public const int PacketReceiveRing = 5;
    public const int PacketStatistics = 6;
    public const int PacketVersion = 10;
    public const int PacketFanout = 18;
    public const int PacketFanoutData = 22;
    public const int FanoutByProgram = 6;
    public const int FanoutUniqueId = 0x2000;
    public const int Version3 = 2;
    public const ushort MembershipPromiscuous = 1;

    // ETH_P_ALL in network order.
    public const ushort AllProtocols = 0x0300;
    public const nuint GetInterfaceFlags = 0x8913;
    public const nuint GetInterfaceHardware = 0x8927;
    public const nuint GetInterfaceIndex = 0x8933;
    public const short InterfaceUp = 1;
    public const int EventCloseOnExecNonBlocking = 0x80000 | 0x800;
    public const short PollIn = 1;
    public const short PollFailed = 0x8 | 0x10 | 0x20;
    private const string Library = "libc";

    // int socket(int domain, int type, int protocol);
    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    public static partial SafeFileHandle Create(int family, int type, int protocol);

    // int setsockopt(int sockfd, int level, int optname, const void *optval, socklen_t optlen);
    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(SafeFileHandle socket, int level, int name, void* value, uint length);

    // int getsockopt(int sockfd, int level, int optname, void *optval, socklen_t *optlen);
    [LibraryImport(Library, EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetOption(SafeFileHandle socket, int level, int name, void* value, uint* length);

    // int bind(int sockfd, const struct sockaddr *addr, socklen_t addrlen);
    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(SafeFileHandle socket, SockAddrLinkLayer* address, uint length);

    // int ioctl(int fd, unsigned long request, struct ifreq *ifr);
    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeFileHandle socket, nuint request, InterfaceRequest* value);

    // int poll(struct pollfd *fds, nfds_t nfds, int timeout);
    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, int timeoutMs);

    // int eventfd(unsigned int initval, int flags);
    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    public static partial SafeFileHandle CreateEvent(uint initial, int flags);

    // ssize_t write(int fd, const void *buf, size_t count);
    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, void* bytes, nuint count);
}
