using System.Runtime.InteropServices;
using System.Text;

namespace Tegument.Sensor.Native.Netlink;

/// <summary>
/// Hears of every committed change to nf_tables in its network namespace (group NFNLGRP_NFTABLES, message NFT_MSG_NEWGEN) and tells ours
/// from others' by the number of the thread that committed. Open it on the committing thread; then one reader thread of its own.
/// </summary>
/// <remarks>
/// The kernel reports the thread's number as the first pid namespace sees it, which a process in a container cannot look up. It is
/// therefore learnt: <see cref="LearnOwnThread"/> reads back the report of a commit that this thread has just made.
/// </remarks>
public sealed class NftablesMonitor : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private readonly NetlinkSocket _socket;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private uint _own = (uint)NetlinkLibrary.ThreadId();

    private NftablesMonitor(NetlinkSocket socket) => _socket = socket;

    /// <exception cref="NetlinkException">No CAP_NET_ADMIN, or no nf_tables in this kernel.</exception>
    public static NftablesMonitor Open()
    {
        var socket = NetlinkSocket.Open(Poll, 256 * 1024);
        try
        {
            // Loading 100,000 elements sends as many notifications; only the one per commit is of use.
            socket.KeepOnly(NftablesMessage.Subsystem << 8 | NftablesMessage.NewGeneration);
            socket.Join(NftablesMessage.Group);
            return new NftablesMonitor(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Call on the committing thread right after a commit: the first report of a thread of our name says how the kernel numbers us.
    /// False when none came in time; then the thread's own idea of its number is kept, which is right outside of containers.
    /// </summary>
    public bool LearnOwnThread()
    {
        var name = File.ReadAllText("/proc/thread-self/comm").TrimEnd('\n');
        for (var reports = 0; reports < 100; reports++)
        {
            if (_socket.Receive(_buffer, out var length) != NetlinkReceive.Datagram) return false;
            if (!TryReadGeneration(_buffer.AsSpan(0, length), out var thread, out var called) || called != name) continue;
            _own = thread;
            return true;
        }

        return false;
    }

    /// <summary>Waits for one report, at most 0.2 s. A loss of reports counts as a foreign change: nobody knows what was said.</summary>
    /// <exception cref="NetlinkException">The socket failed; dispose it.</exception>
    public bool ForeignChange()
    {
        switch (_socket.Receive(_buffer, out var length))
        {
            case NetlinkReceive.TimedOut: return false;
            case NetlinkReceive.Lost: return true;
        }

        return TryReadGeneration(_buffer.AsSpan(0, length), out var thread, out _) && thread != _own;
    }

    public void Dispose() => _socket.Dispose();

    private static bool TryReadGeneration(ReadOnlySpan<byte> datagram, out uint thread, out string name)
    {
        thread = 0;
        name = "";
        const int head = NetlinkRequest.HeaderBytes + NetlinkRequest.FamilyBytes;
        if (datagram.Length < head) return false;
        if (MemoryMarshal.Read<ushort>(datagram[4..]) != (NftablesMessage.Subsystem << 8 | NftablesMessage.NewGeneration)) return false;
        for (var attribute = new NetlinkAttributes(datagram[head..]); attribute.MoveNext();)
        {
            if (attribute.Type == NftablesMessage.GenerationProcess) thread = attribute.UInt32;
            else if (attribute.Type == NftablesMessage.GenerationProcessName) name = Encoding.UTF8.GetString(attribute.Payload).TrimEnd('\0');
        }

        return true;
    }
}
