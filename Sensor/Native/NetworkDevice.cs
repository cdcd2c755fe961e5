using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Tegument.Sensor.Native;

/// <summary>What the kernel says of a network interface, in the network namespace of this process (netdevice(7)).</summary>
/// <param name="Name">At most 15 characters.</param>
/// <param name="Index">Interface number, never reused for another name while this one lives.</param>
/// <param name="HardwareType">ARPHRD_ number (linux/if_arp.h).</param>
/// <param name="IsUp">Administratively up.</param>
public sealed record NetworkDevice(string Name, int Index, ushort HardwareType, bool IsUp)
{
    /// <exception cref="NativeErrorException"><see cref="Errno.NoDevice"/> when there is no such interface,
    /// <see cref="Errno.NotPermitted"/> without CAP_NET_RAW.</exception>
    public static NetworkDevice Read(string name)
    {
        using var socket = PacketSocket.Create();
        return Read(socket, name);
    }

    internal static NetworkDevice Read(SafeFileHandle socket, string name) => new(
        name,
        Ask(socket, name, SocketCalls.GetInterfaceIndex).Index,
        Ask(socket, name, SocketCalls.GetInterfaceHardware).HardwareType,
        (Ask(socket, name, SocketCalls.GetInterfaceFlags).Flags & SocketCalls.InterfaceUp) != 0);

    private static unsafe InterfaceRequest Ask(SafeFileHandle socket, string name, nuint question)
    {
        var request = default(InterfaceRequest);
        // The last byte stays zero: the kernel wants a terminated name.
        if (!Encoding.ASCII.TryGetBytes(name, new Span<byte>(request.Name, InterfaceRequest.NameLength - 1), out _))
            throw new NativeErrorException($"find interface {name}", Errno.NoDevice);
        if (SocketCalls.Control(socket, question, &request) != 0) throw NativeErrorException.Last($"find interface {name}");
        return request;
    }
}
