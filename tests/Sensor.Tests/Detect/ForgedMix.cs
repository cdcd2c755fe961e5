using Tegument.Sensor.Decode;
using Tegument.Tests.Support.Packets;
using static Tegument.Sensor.Tests.Detect.Stage;

namespace Tegument.Sensor.Tests.Detect;

/// <summary>
/// Anything that a forger without sight of our answers can send in a victim's name, and what our kernel says to it. Also what the victim does
/// meanwhile. Moves are chosen by numbers, so that a property test can mix and shrink them.
/// </summary>
internal sealed class ForgedMix(Stage stage, string victim)
{
    /// <summary>Moves of <see cref="Forge"/>.</summary>
    public const int Moves = 17;

    private const int Session = 50_000;
    private static readonly int[] Open = [22, 80, 443];

    /// <summary>The victim at work: its session, sometimes a visit or a monitor's look.</summary>
    public void Work(int seed)
    {
        stage.Talk(victim, Session, Server, 22);
        var from = 20_000 + (int)((uint)seed % 9000);
        switch ((uint)seed % 5)
        {
            case 0: stage.Handshake(victim, from, Server, 443).Talk(victim, from, Server, 443).Tcp(victim, from, Server, 443, TcpFlags.Fin | TcpFlags.Ack, 1101, 5401); break;
            case 1: Look(from, 80); break;
            case 2: Look(from, 443); break;
            case 3: stage.Tcp(victim, from, Server, 9, TcpFlags.Syn, options: TcpOption.StackSyn).Refuse(Server, 9, victim, from); break;
        }
    }

    /// <summary>One move of the forger; every seed is legal.</summary>
    public void Forge(int move, int seed)
    {
        var (from, port, number) = (1024 + (int)((uint)seed % 60_000), 1 + (int)((uint)seed * 7919 % 60_000), (uint)seed * 2_654_435_761);
        switch (move)
        {
            case 0: Probe(from, port, TcpFlags.Syn, null); break;
            case 1: Probe(from, port, TcpFlags.Syn, TcpOption.StackSyn); break;
            case 2: Probe(from, port, (byte)(number >> 8), null); break;
            case 3: stage.Udp(victim, from, Server, port); break;
            case 4: stage.Send(PacketBuilder.Ethernet().IPv4(victim, OtherOfOurs(seed)).Icmp(8, 0, number).Build()); break;
            case 5: stage.Tcp(victim, Session, Server, 22, seed % 2 == 0 ? TcpFlags.Rst : (byte)(TcpFlags.Fin | TcpFlags.Ack), number, number); break;
            case 6: Guess(from, number); break;
            case 7: stage.Tcp(Server, seed % 2 == 0 ? 22 : port, victim, seed % 2 == 0 ? Session : from, (byte)(number >> 16), number, number, payload: seed % 50); break;
            case 8: ForgeBothHalves(from, number); break;
            case 9: stage.Send(PacketBuilder.Ethernet().IPv4(victim, Server, Fragment(seed)).Payload(8 + (seed % 3 * 8)).Build()); break;
            case 10: stage.Tcp(Server, port, Server, port, TcpFlags.Syn).Tcp(victim, port, victim, port, TcpFlags.Syn); break;
            case 11: stage.Send(PacketBuilder.Ethernet(source: number).Arp((byte)(1 + (seed & 1)), victim, OtherOfOurs(seed), senderMac: number).Build()); break;
            case 12: Unreachable(from, port); break;
            case 13: Probe(from, port, TcpFlags.Ack | TcpFlags.Psh, null, payload: 20); break;
            case 14: stage.Tcp(victim, from, OtherOfOurs(seed), 445, TcpFlags.Syn); break;
            case 15: for (var i = 0; i < 300; i++) stage.Tcp(victim, from + i, Server, 80, seed % 2 == 0 ? TcpFlags.Syn : TcpFlags.Ack).Wait(0.0005); break;
            default: stage.Send(PacketBuilder.Ethernet().IPv4("198.18.0.9", Server).Gre().IPv4(victim, Server).Tcp(from, port, TcpFlags.Syn).Build()); break;
        }
    }

    private static Ipv4Fields Fragment(int seed) => new() { FragmentOffset = (int)((uint)seed % 64) * 8, MoreFragments = seed % 2 == 0, Id = (ushort)(seed >> 8), Protocol = seed % 3 == 0 ? (byte)17 : (byte)6 };

    private static string OtherOfOurs(int seed) => $"192.0.2.{11 + ((uint)seed % 240)}";

    private void Look(int from, int port) =>
        stage.Handshake(victim, from, Server, port).Tcp(victim, from, Server, port, TcpFlags.Fin | TcpFlags.Ack, 1001, 5001);

    private void Probe(int from, int port, byte flags, byte[]? options, int payload = 0)
    {
        stage.Tcp(victim, from, Server, port, flags, options: options, payload: payload);
        if (Open.Contains(port) && (flags & (TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Rst)) == TcpFlags.Syn) stage.Tcp(Server, port, victim, from, TcpFlags.Syn | TcpFlags.Ack, 5000, 1001, outgoing: true);
        else if ((flags & TcpFlags.Rst) == 0) stage.Tcp(Server, port, victim, from, TcpFlags.Rst | TcpFlags.Ack, outgoing: true);
    }

    // Our number is secret; the guess is any other.
    private void Guess(int from, uint guess)
    {
        Probe(from, 80, TcpFlags.Syn, TcpOption.StackSyn);
        stage.Tcp(victim, from, Server, 80, TcpFlags.Ack, 1001, guess == 5001 ? 5002 : guess).Tcp(victim, from, Server, 80, TcpFlags.Fin | TcpFlags.Ack, 1001, guess);
    }

    private void ForgeBothHalves(int from, uint number)
    {
        stage.Tcp(victim, from, Server, 443, TcpFlags.Syn, 1000, 0, TcpOption.StackSyn);
        stage.Tcp(Server, 443, victim, from, TcpFlags.Syn | TcpFlags.Ack, number, 1001);
        stage.Tcp(Server, 443, victim, from, TcpFlags.Syn | TcpFlags.Ack, 5000, 1001, outgoing: true);
        stage.Tcp(victim, from, Server, 443, TcpFlags.Ack, 1001, number == 5000 ? 7 : number + 1);
        stage.Tcp(victim, from, Server, 443, TcpFlags.Rst, 1001);
    }

    private void Unreachable(int from, int port)
    {
        var quoted = PacketBuilder.Raw().IPv4(victim, Server).Udp(from, port).Build();
        stage.Udp(victim, from, Server, port).Send(PacketBuilder.Ethernet().IPv4(Server, victim).Icmp(3, 3).Payload(quoted).Build());
        stage.Send(PacketBuilder.Ethernet().IPv4(victim, Server).Icmp(3, 1).Payload(quoted).Build());
    }
}
