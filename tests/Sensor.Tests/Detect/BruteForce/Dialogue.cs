using System.Text;
using Tegument.Sensor.Decode;
using Tegument.Tests.Support.Packets;

namespace Tegument.Sensor.Tests.Detect.BruteForce;

/// <summary>One TCP connection on a <see cref="Stage"/>, from its handshake on: each side says what the test wants, sequence numbers are right.</summary>
internal sealed class Dialogue
{
    private static int s_port = 20_000;
    private readonly Stage _stage;
    private readonly string _client;
    private readonly string _server;
    private readonly int _port;
    private readonly int _clientPort = 1024 + (Interlocked.Increment(ref s_port) % 60_000);
    private uint _clientNext = 1001;
    private uint _serverNext = 5001;

    public Dialogue(Stage stage, int port, string client = Stage.Attacker, string server = Stage.Server)
    {
        (_stage, _client, _server, _port) = (stage, client, server, port);
        stage.Handshake(client, _clientPort, server, port);
    }

    public Dialogue Client(string text) => Client(Encoding.Latin1.GetBytes(text));

    public Dialogue Server(string text) => Server(Encoding.Latin1.GetBytes(text));

    public Dialogue Client(byte[] data)
    {
        Send(fromClient: true, TcpFlags.Ack | TcpFlags.Psh, data);
        _clientNext += (uint)data.Length;
        return this;
    }

    public Dialogue Server(byte[] data)
    {
        Send(fromClient: false, TcpFlags.Ack | TcpFlags.Psh, data);
        _serverNext += (uint)data.Length;
        return this;
    }

    /// <summary>So many bytes of noise: what encryption looks like.</summary>
    public Dialogue Client(int length) => Client(Noise(length));

    public Dialogue Server(int length) => Server(Noise(length));

    /// <summary>The server's last bytes once more, as a retransmission or a second sight of the packet.</summary>
    public Dialogue ServerAgain(string text)
    {
        _serverNext -= (uint)text.Length;
        return Server(text);
    }

    public Dialogue Wait(double seconds)
    {
        _stage.Wait(seconds);
        return this;
    }

    public Stage Close()
    {
        Send(fromClient: true, TcpFlags.Ack | TcpFlags.Fin, []);
        Send(fromClient: false, TcpFlags.Ack | TcpFlags.Fin, []);
        return _stage;
    }

    public Stage CloseByServer()
    {
        Send(fromClient: false, TcpFlags.Ack | TcpFlags.Fin, []);
        Send(fromClient: true, TcpFlags.Ack | TcpFlags.Fin, []);
        return _stage;
    }

    public Stage Reset(bool byClient = true)
    {
        Send(byClient, TcpFlags.Ack | TcpFlags.Rst, []);
        return _stage;
    }

    private static byte[] Noise(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 151) + 77))];

    private void Send(bool fromClient, byte flags, byte[] data)
    {
        var (from, fromPort, to, toPort) = fromClient ? (_client, _clientPort, _server, _port) : (_server, _port, _client, _clientPort);
        var (sequence, acknowledgement) = fromClient ? (_clientNext, _serverNext) : (_serverNext, _clientNext);
        var builder = from.Contains(':', StringComparison.Ordinal) ? PacketBuilder.Ethernet().IPv6(from, to) : PacketBuilder.Ethernet().IPv4(from, to);
        builder = builder.Tcp(fromPort, toPort, flags, sequence, acknowledgement);
        _stage.Send((data.Length > 0 ? builder.Payload(data) : builder).Build(), outgoing: _stage.Live && !fromClient);
    }
}
