using System.Runtime.InteropServices;

namespace Tegument.Sensor.Native.Netlink;

/// <summary>
/// One dump at a time on a socket of its own: sends a request, hands each answer's attributes on, and begins again when the kernel says
/// that its data changed under the dump (NLM_F_DUMP_INTR). An interrupted dump is drained first, so the next starts on a clean socket.
/// </summary>
internal sealed class NetlinkDump : IDisposable
{
    private enum DumpEnd
    {
        Complete,

        /// <summary>All is there, but something in the namespace changed meanwhile.</summary>
        Interrupted,

        /// <summary>The kernel gave up before the end.</summary>
        CutShort,
        Stopped,
    }

    public delegate void AttributesHandler(ReadOnlySpan<byte> attributes);

    private const int MaxAttempts = 10;
    private const int EnoughAttempts = 2;
    private const int BufferBytes = 64 * 1024; // the kernel's dump messages stay below 32 KB
    private const ushort ErrorMessage = 2;
    private const ushort DoneMessage = 3;
    private const ushort InterruptedFlag = 0x10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly NetlinkSocket _socket = NetlinkSocket.Open(Patience, 256 * 1024);
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly NetlinkRequest _request = new();
    private uint _sequence;

    public NetlinkRequest Request(byte messageType, byte family) => _request.Dump(messageType, family, ++_sequence);

    /// <param name="answerType">The nf_tables message type of the answers.</param>
    /// <param name="tolerant">
    /// After a second interrupted dump what both brought is taken: the kernel flags a dump for any change in the namespace, and where
    /// others change their rules all the time a long dump would never pass.
    /// </param>
    /// <param name="stop">Asked between datagrams; true leaves the dump unfinished, after which only <see cref="Dispose"/> is allowed.</param>
    /// <returns>False when it was stopped.</returns>
    /// <exception cref="NetlinkException">The kernel refused, fell silent, or changed under every attempt.</exception>
    public bool Run(NetlinkRequest request, byte answerType, Action restart, AttributesHandler handle, bool tolerant = false, Func<bool>? stop = null)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            restart();
            _socket.Send(request.Bytes);
            switch (ReceiveAll(answerType, handle, stop))
            {
                case DumpEnd.Complete: return true;
                case DumpEnd.Stopped: return false;
                case DumpEnd.Interrupted when tolerant && attempt + 1 >= EnoughAttempts: return true;
            }
        }

        throw new NetlinkException(Errno.Interrupted, $"the kernel's rules changed during each of {MaxAttempts} read-backs");
    }

    public void Dispose() => _socket.Dispose();

    private DumpEnd ReceiveAll(byte answerType, AttributesHandler handle, Func<bool>? stop)
    {
        var end = DumpEnd.Complete;
        while (true)
        {
            if (stop?.Invoke() == true) return DumpEnd.Stopped;

            switch (_socket.Receive(_buffer, out var length))
            {
                case NetlinkReceive.TimedOut: throw new NetlinkException(Errno.Again, "the kernel did not answer a read-back in time");
                case NetlinkReceive.Lost: throw new NetlinkException(Errno.NoBuffers, "the kernel lost part of a read-back");
            }

            if (Walk(_buffer.AsSpan(0, length), answerType, handle, ref end)) return end;
        }
    }

    /// <summary>True when the dump's end was among the messages.</summary>
    private bool Walk(ReadOnlySpan<byte> datagram, byte answerType, AttributesHandler handle, ref DumpEnd end)
    {
        const int head = NetlinkRequest.HeaderBytes;
        while (datagram.Length >= head)
        {
            var length = MemoryMarshal.Read<uint>(datagram);
            if (length < head || length > datagram.Length) return false;
            var type = MemoryMarshal.Read<ushort>(datagram[4..]);
            var message = datagram[head..(int)length];
            if (MemoryMarshal.Read<uint>(datagram[8..]) == _sequence)
            {
                if ((MemoryMarshal.Read<ushort>(datagram[6..]) & InterruptedFlag) != 0) end = DumpEnd.Interrupted;
                if (type is DoneMessage or ErrorMessage)
                {
                    if (ThrowOnError(message)) end = DumpEnd.CutShort;
                    return true;
                }

                if (type == (NftablesMessage.Subsystem << 8 | answerType) && message.Length >= NetlinkRequest.FamilyBytes)
                {
                    handle(message[NetlinkRequest.FamilyBytes..]);
                }
            }

            datagram = datagram[(int)Math.Min((length + 3) & ~3u, (uint)datagram.Length)..];
        }

        return false;
    }

    /// <summary>True when the kernel gave up because of a concurrent change; both ends of a dump carry an errno, negated.</summary>
    private static bool ThrowOnError(ReadOnlySpan<byte> message)
    {
        var error = message.Length >= 4 ? -MemoryMarshal.Read<int>(message) : 0;
        if (error is 0) return false;
        if (error is Errno.Interrupted or Errno.Again) return true;
        throw new NetlinkException(error, $"reading nftables: {new System.ComponentModel.Win32Exception(error).Message}");
    }
}
