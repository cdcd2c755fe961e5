using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tegument.Sensor.Native.Netlink;

/// <summary>The socket calls of libc that netlink(7) needs and System.Net.Sockets does not offer.</summary>
internal static unsafe partial class NetlinkLibrary
{
    public const int AddressFamily = 16;      // AF_NETLINK
    public const int Raw = 3 | 0x80000;       // SOCK_RAW | SOCK_CLOEXEC
    public const int Netfilter = 12;          // NETLINK_NETFILTER
    public const int SolSocket = 1;
    public const int SolNetlink = 270;
    public const int ReceiveBuffer = 8;       // SO_RCVBUF
    public const int ReceiveTimeout = 20;     // SO_RCVTIMEO
    public const int AttachFilter = 26;       // SO_ATTACH_FILTER
    public const int AddMembership = 1;       // NETLINK_ADD_MEMBERSHIP

    // int socket(int domain, int type, int protocol);
    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int domain, int type, int protocol);

    // int bind(int fd, const struct sockaddr *addr, socklen_t len);
    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(SafeFileHandle socket, in SocketAddress address, uint length);

    // int setsockopt(int fd, int level, int name, const void *value, socklen_t len);
    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(SafeFileHandle socket, int level, int name, void* value, uint length);

    // ssize_t send(int fd, const void *buf, size_t len, int flags);
    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(SafeFileHandle socket, byte* buffer, nuint length, int flags);

    // ssize_t recvfrom(int fd, void *buf, size_t len, int flags, struct sockaddr *src, socklen_t *srclen);
    [LibraryImport("libc", EntryPoint = "recvfrom", SetLastError = true)]
    public static partial nint Receive(SafeFileHandle socket, byte* buffer, nuint length, int flags, ref SocketAddress source, ref uint sourceLength);

    // pid_t gettid(void);
    [LibraryImport("libc", EntryPoint = "gettid")]
    public static partial int ThreadId();

    /// <summary>struct sockaddr_nl, 12 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct SocketAddress
    {
        public ushort Family;
        public ushort Padding;
        public uint Port;
        public uint Groups;
    }

    /// <summary>struct timeval.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeValue
    {
        public long Seconds;
        public long Microseconds;
    }

    /// <summary>struct sock_filter, one instruction of classic BPF.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FilterInstruction(ushort code, byte jumpTrue, byte jumpFalse, uint operand)
    {
        public ushort Code = code;
        public byte JumpTrue = jumpTrue;
        public byte JumpFalse = jumpFalse;
        public uint Operand = operand;
    }

    /// <summary>struct sock_fprog.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FilterProgram
    {
        public ushort Length;
        public FilterInstruction* Instructions;
    }
}
