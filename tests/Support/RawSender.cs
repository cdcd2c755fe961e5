using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Tegument.Sensor.Native;

namespace Tegument.Tests.Support;

/// <summary>
/// Puts whole link-layer frames onto an interface of a namespace (an AF_PACKET socket), whatever they hold: forged addresses, VLAN tags,
/// malformed headers. Not thread-safe.
/// </summary>
public sealed class RawSender : IDisposable
{
    private readonly Socket _socket;
    private readonly LinkEndPoint _target;

    public RawSender(NetworkNamespace from, string device)
    {
        _target = new LinkEndPoint(from.Invoke(() => NetworkDevice.Read(device)).Index);
        _socket = from.Invoke(() => new Socket(AddressFamily.Packet, SocketType.Raw, ProtocolType.Unspecified));
    }

    public void Send(ReadOnlySpan<byte> frame) => _socket.SendTo(frame, SocketFlags.None, _target);

    public void Dispose() => _socket.Dispose();

    /// <summary>struct sockaddr_ll with nothing but the interface: the frame itself holds the rest.</summary>
    private sealed class LinkEndPoint(int index) : EndPoint
    {
        private const int Length = 20;
        private const int IndexOffset = 4;

        public override AddressFamily AddressFamily => AddressFamily.Packet;

        public override SocketAddress Serialize()
        {
            var address = new SocketAddress(AddressFamily.Packet, Length);
            BinaryPrimitives.WriteInt32LittleEndian(address.Buffer.Span[IndexOffset..], index);
            return address;
        }
    }
}
