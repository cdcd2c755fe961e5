using System.Buffers.Binary;

namespace Tegument.Benchmarks;

/// <summary>
/// A seeded capture to measure on: half of its packets are SYNs of random sources at one service, a tenth are scanners' probes and their
/// refusals, the rest are HTTP and DNS conversations of 20,000 clients. The same seed makes the same bytes.
/// </summary>
public sealed class MixedCapture(string path, int packets, int seed = 1)
{
    private const int Clients = 20_000;
    private const int Scanners = 50;
    private const uint Server = 0xC000_020A;
    private const uint Resolver = 0xC000_0235;
    private const byte Fin = 1, Syn = 2, Rst = 4, Psh = 8, Ack = 16;
    private static readonly byte[] s_stack = [2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7];
    private static readonly byte[] s_mss = [2, 4, 5, 180];
    private readonly Random _random = new(seed);
    private readonly byte[] _frame = new byte[1600];
    private readonly int[] _step = new int[Clients];
    private long _microseconds = 1_700_000_000_000_000;
    private int _scan;

    /// <summary>Writes the file when it is not there yet.</summary>
    public void Write()
    {
        if (File.Exists(path)) return;
        using (var file = new FileStream(path + ".new", FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
        {
            Span<byte> header = stackalloc byte[24];
            BinaryPrimitives.WriteUInt32LittleEndian(header, 0xA1B2C3D4);
            BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
            BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
            BinaryPrimitives.WriteUInt32LittleEndian(header[16..], 65_535);
            BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1);
            file.Write(header);
            for (var i = 0; i < packets; i++)
            {
                // About 100,000 packets a second: the whole file is half a minute of a busy, flooded host.
                _microseconds += 10;
                var kind = _random.Next(10);
                Record(file, kind < 5 ? Flood() : kind == 5 ? Scan() : kind < 9 ? Http() : Dns());
            }
        }

        File.Move(path + ".new", path);
    }

    private int Flood() => Tcp((uint)_random.NextInt64(0x0100_0000, 0xDFFF_FFFF), _random.Next(1024, 65_536), Server, 443, Syn, (uint)_random.Next(), 0, s_mss, 0);

    // A probe, then its refusal: fifty scanners walk the ports of one host each.
    private int Scan()
    {
        var turn = _scan++;
        var scanner = 0xC633_6400 + (uint)(turn / 2 % Scanners) + 1;
        var port = 1 + (turn / 2 / Scanners % 60_000);
        return turn % 2 == 0
            ? Tcp(scanner, 40_000, Server + 1, port, Syn, 7, 0, s_mss, 0)
            : Tcp(Server + 1, port, scanner, 40_000, Rst | Ack, 0, 8, [], 0);
    }

    private int Http()
    {
        var client = _random.Next(Clients);
        var (address, port) = (0x0A40_0000 + (uint)client, 20_000 + (_step[client] / 12 % 40_000));
        return (_step[client]++ % 12) switch
        {
            0 => Tcp(address, port, Server, 80, Syn, 1000, 0, s_stack, 0),
            1 => Tcp(Server, 80, address, port, Syn | Ack, 5000, 1001, s_stack, 0),
            2 => Tcp(address, port, Server, 80, Ack, 1001, 5001, [], 0),
            3 => Tcp(address, port, Server, 80, Psh | Ack, 1001, 5001, [], 300),
            >= 4 and < 8 => Tcp(Server, 80, address, port, Psh | Ack, 5001, 1301, [], 1400),
            8 or 9 => Tcp(address, port, Server, 80, Ack, 1301, 10_601, [], 0),
            10 => Tcp(address, port, Server, 80, Fin | Ack, 1301, 10_601, [], 0),
            _ => Tcp(Server, 80, address, port, Fin | Ack, 10_601, 1302, [], 0),
        };
    }

    private int Dns()
    {
        var client = _random.Next(Clients);
        var (address, port) = (0x0A40_0000 + (uint)client, 1024 + (client % 60_000));
        return _random.Next(2) == 0 ? Udp(address, port, Resolver, 53, 40) : Udp(Resolver, 53, address, port, 180);
    }

    private int Tcp(uint source, int sourcePort, uint destination, int destinationPort, byte flags, uint sequence, uint acknowledgement, ReadOnlySpan<byte> options, int payload)
    {
        var length = 20 + options.Length + payload;
        var tcp = Ip(source, destination, 6, length);
        BinaryPrimitives.WriteUInt16BigEndian(tcp, (ushort)sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], (ushort)destinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], acknowledgement);
        tcp[12] = (byte)((20 + options.Length) / 4 << 4);
        tcp[13] = flags;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], 64_240);
        options.CopyTo(tcp[20..]);
        return 34 + length;
    }

    private int Udp(uint source, int sourcePort, uint destination, int destinationPort, int payload)
    {
        var udp = Ip(source, destination, 17, 8 + payload);
        BinaryPrimitives.WriteUInt16BigEndian(udp, (ushort)sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], (ushort)destinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)(8 + payload));
        return 34 + 8 + payload;
    }

    // Checksums stay zero: no reader measured here looks at them.
    private Span<byte> Ip(uint source, uint destination, byte protocol, int length)
    {
        _frame.AsSpan(0, 34 + length).Clear();
        _frame[12] = 8;
        var ip = _frame.AsSpan(14);
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(20 + length));
        ip[8] = 64;
        ip[9] = protocol;
        BinaryPrimitives.WriteUInt32BigEndian(ip[12..], source);
        BinaryPrimitives.WriteUInt32BigEndian(ip[16..], destination);
        return ip[20..];
    }

    private void Record(FileStream file, int length)
    {
        Span<byte> header = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)(_microseconds / 1_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)(_microseconds % 1_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], (uint)length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], (uint)length);
        file.Write(header);
        file.Write(_frame, 0, length);
    }
}
