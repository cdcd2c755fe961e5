using Tegument.Sensor.Decode;
using Tegument.Tests.Support.Packets;
using static Tegument.Sensor.Tests.Detect.Stage;

namespace Tegument.Sensor.Tests.Detect;

/// <summary>Somebody who cannot see our answers and sends in a victim's name. Our side answers as its kernel would.</summary>
internal sealed class Forger(Stage stage, string victim)
{
    private int _port = 1000;

    /// <summary>The next closed port, so that each probe is a new one.</summary>
    public int NextPort() => _port = _port == 60_000 ? 1000 : _port + 1;

    /// <summary>Probes that our kernel refuses.</summary>
    public Forger Scan(int ports, byte flags = TcpFlags.Syn, byte[]? options = null)
    {
        for (var i = 0; i < ports; i++)
        {
            var port = NextPort();
            stage.Tcp(victim, 40_000 + (port % 20_000), Server, port, flags, options: options);
            stage.Tcp(Server, port, victim, 40_000 + (port % 20_000), TcpFlags.Rst | TcpFlags.Ack, outgoing: true);
        }

        return this;
    }

    public Forger Scan6(int ports, string server)
    {
        for (var i = 0; i < ports; i++) stage.Tcp(victim, 40_000, server, NextPort(), TcpFlags.Syn);
        stage.Wait(3);
        return this;
    }

    public Forger ScanUdp(int ports)
    {
        for (var i = 0; i < ports; i++) stage.Udp(victim, 40_000, Server, NextPort());
        return this;
    }

    /// <summary>One port of many hosts behind us, none of which answers.</summary>
    public Forger Sweep(int hosts)
    {
        for (var i = 0; i < hosts; i++) stage.Tcp(victim, 40_000, $"192.0.2.{20 + (NextPort() % 200)}", 445, TcpFlags.Syn);
        return this;
    }

    /// <summary>A second of each flood, well above its rate.</summary>
    public Forger Flood()
    {
        for (var i = 0; i < 600; i++) stage.Tcp(victim, 10_000 + i, Server, 80, TcpFlags.Syn, options: TcpOption.StackSyn).Wait(0.001);
        for (var i = 0; i < 1500; i++) stage.Tcp(victim, 10_000 + i, Server, 80, TcpFlags.Rst).Wait(0.0005);
        for (var i = 0; i < 3000; i++) stage.Udp(victim, 10_000 + i, Server, 9999).Wait(0.0002);
        for (var i = 0; i < 400; i++) stage.Send(PacketBuilder.Ethernet().IPv4(victim, Server).Icmp(8, 0, (uint)i << 16).Build()).Wait(0.001);
        return this;
    }

    /// <summary>All that a scanner has, at once.</summary>
    public Forger Everything()
    {
        Scan(20).Scan(20, options: TcpOption.StackSyn).Scan(20, 0).Scan(20, TcpFlags.Fin).Scan(20, TcpFlags.Fin | TcpFlags.Psh | TcpFlags.Urg);
        Scan(20, TcpFlags.Syn | TcpFlags.Fin).Scan(20, TcpFlags.Ack).Scan(20, TcpFlags.Fin | TcpFlags.Ack).ScanUdp(20).Sweep(20);
        if (!victim.Contains(':', StringComparison.Ordinal)) Flood();
        stage.Wait(3);
        return this;
    }
}
