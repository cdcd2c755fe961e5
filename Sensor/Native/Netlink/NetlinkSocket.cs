using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tegument.Sensor.Native.Netlink;

/// <summary>
/// A NETLINK_NETFILTER socket (netlink(7)). Belongs to the network namespace of the thread that opens it. One thread at a time; Dispose may
/// come from another thread once the owner has stopped.
/// </summary>
public sealed unsafe class NetlinkSocket : IDisposable
{
    private readonly SafeFileHandle _handle;

    private NetlinkSocket(SafeFileHandle handle) => _handle = handle;

    /// <param name="receiveTimeout">How long <see cref="Receive"/> waits before it answers <see cref="NetlinkReceive.TimedOut"/>.</param>
    /// <param name="receiveBufferBytes">The kernel's queue for us; what does not fit is lost and reported as <see cref="NetlinkReceive.Lost"/>.</param>
    /// <exception cref="NetlinkException">The kernel refuses the socket.</exception>
    public static NetlinkSocket Open(TimeSpan receiveTimeout, int receiveBufferBytes)
    {
        var descriptor = NetlinkLibrary.Socket(NetlinkLibrary.AddressFamily, NetlinkLibrary.Raw, NetlinkLibrary.Netfilter);
        if (descriptor < 0) throw Failure("netlink socket");
        var socket = new NetlinkSocket(new SafeFileHandle(descriptor, ownsHandle: true));
        try
        {
            var any = new NetlinkLibrary.SocketAddress { Family = NetlinkLibrary.AddressFamily };
            if (NetlinkLibrary.Bind(socket._handle, in any, (uint)sizeof(NetlinkLibrary.SocketAddress)) != 0) throw Failure("netlink bind");
            var wait = new NetlinkLibrary.TimeValue
            {
                Seconds = (long)receiveTimeout.TotalSeconds,
                Microseconds = receiveTimeout.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond,
            };
            socket.Set(NetlinkLibrary.SolSocket, NetlinkLibrary.ReceiveTimeout, &wait, sizeof(NetlinkLibrary.TimeValue), "receive timeout");
            socket.Set(NetlinkLibrary.SolSocket, NetlinkLibrary.ReceiveBuffer, &receiveBufferBytes, sizeof(int), "receive buffer");
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <exception cref="NetlinkException">The kernel has no such group, or we lack CAP_NET_ADMIN.</exception>
    public void Join(int group) => Set(NetlinkLibrary.SolNetlink, NetlinkLibrary.AddMembership, &group, sizeof(int), "netlink group");

    /// <summary>
    /// Lets only messages of one type through, so that a flood of others does not fill the queue. The kernel sends one type per datagram
    /// for the types we use. Best effort: false leaves the socket unfiltered, and the reader must skip what it does not want anyway.
    /// </summary>
    public bool KeepOnly(ushort messageType)
    {
        // ld half [4] (nlmsg_type, which BPF reads as big-endian); jeq; ret all; ret none
        var wanted = BitConverter.IsLittleEndian ? System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(messageType) : messageType;
        var code = stackalloc NetlinkLibrary.FilterInstruction[4];
        code[0] = new NetlinkLibrary.FilterInstruction(0x28, 0, 0, 4);
        code[1] = new NetlinkLibrary.FilterInstruction(0x15, 0, 1, wanted);
        code[2] = new NetlinkLibrary.FilterInstruction(0x06, 0, 0, uint.MaxValue);
        code[3] = new NetlinkLibrary.FilterInstruction(0x06, 0, 0, 0);
        var program = new NetlinkLibrary.FilterProgram { Length = 4, Instructions = code };
        return NetlinkLibrary.SetOption(_handle, NetlinkLibrary.SolSocket, NetlinkLibrary.AttachFilter, &program, (uint)sizeof(NetlinkLibrary.FilterProgram)) == 0;
    }

    /// <exception cref="NetlinkException">The kernel refuses the message.</exception>
    public void Send(ReadOnlySpan<byte> message)
    {
        fixed (byte* bytes = message)
        {
            while (NetlinkLibrary.Send(_handle, bytes, (nuint)message.Length, 0) < 0)
            {
                if (Marshal.GetLastPInvokeError() != Errno.Interrupted) throw Failure("netlink send");
            }
        }
    }

    /// <summary>Receives one datagram from the kernel; datagrams of other senders are skipped.</summary>
    /// <exception cref="NetlinkException">Any failure that is neither an interruption, a timeout nor a loss.</exception>
    public NetlinkReceive Receive(Span<byte> buffer, out int length)
    {
        const int truncate = 0x20; // MSG_TRUNC: the true length comes back even when the buffer is shorter
        length = 0;
        fixed (byte* bytes = buffer)
        {
            while (true)
            {
                var source = default(NetlinkLibrary.SocketAddress);
                var sourceLength = (uint)sizeof(NetlinkLibrary.SocketAddress);
                var received = NetlinkLibrary.Receive(_handle, bytes, (nuint)buffer.Length, truncate, ref source, ref sourceLength);
                if (received >= 0)
                {
                    if (source.Port != 0) continue;
                    length = (int)Math.Min(received, buffer.Length);
                    return received > buffer.Length ? NetlinkReceive.Lost : NetlinkReceive.Datagram;
                }

                switch (Marshal.GetLastPInvokeError())
                {
                    case Errno.Interrupted: continue;
                    case Errno.Again: return NetlinkReceive.TimedOut;
                    case Errno.NoBuffers: return NetlinkReceive.Lost;
                    default: throw Failure("netlink receive");
                }
            }
        }
    }

    public void Dispose() => _handle.Dispose();

    private void Set(int level, int name, void* value, int length, string what)
    {
        if (NetlinkLibrary.SetOption(_handle, level, name, value, (uint)length) != 0) throw Failure(what);
    }

    private static NetlinkException Failure(string what)
    {
        var error = Marshal.GetLastPInvokeError();
        return new NetlinkException(error, $"{what}: {new Win32Exception(error).Message}");
    }
}
