using System.Buffers.Binary;
using Tegument.Sensor.Capture;

namespace Tegument.Sensor.Tests.Fuzz;

/// <summary>
/// Makes the next hostile frame out of the corpus: mostly the next of the same capture, so that conversations go on, changed in one or more
/// ways. Deterministic by its seed; allocates nothing.
/// </summary>
internal sealed class FrameMutator(FuzzCorpus corpus, ulong seed)
{
    public const int Longest = 4096;
    private static readonly LinkType[] s_links = [.. Enum.GetValues<LinkType>()];
    private static readonly int[] s_offsets = [12, 14, 16, 18, 20, 22, 23, 34, 36, 38, 42, 46, 48];
    private readonly byte[] _bytes = new byte[Longest];
    private readonly byte[] _other = new byte[Longest];
    private FuzzRandom _random = new(seed);
    private int _at;
    private int _length;
    private int _wire;
    private LinkType _link;
    private long _time = 1_700_000_000_000_000_000;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public int Wire => _wire;

    public LinkType Link => _link;

    public long Time => _time;

    public bool Outgoing { get; private set; }

    public ushort VlanTag { get; private set; }

    public void Next()
    {
        _at = _random.Below(24) switch
        {
            0 => _random.Below(corpus.Count),
            // The built packets have every kind of layer; among a hundred thousand recorded ones they would be lost.
            1 => _random.Below(corpus.Built),
            _ => (_at + 1) % corpus.Count,
        };
        (_link, var bytes, _) = corpus[_at];
        bytes.CopyTo(_bytes, 0);
        _length = bytes.Length;
        for (var changes = _random.Below(4); changes > 0; changes--) Change();
        _wire = _random.OneIn(8) ? _length + _random.Below(3000) : _length;
        Outgoing = _random.OneIn(3);
        VlanTag = (ushort)(_random.OneIn(16) ? _random.Below(4096) : 0);
        MoveTime();
    }

    private void Change()
    {
        switch (_random.Below(16))
        {
            case 0: break;
            case 1 or 2: FlipBits(); break;
            case 3: WriteByte(); break;
            case 4 or 5: WriteLength(); break;
            case 6: _length = _random.Below(_length + 1); break;
            case 7: Splice(); break;
            case 8 or 9: Repeat(); break;
            case 10: CutOut(); break;
            case 11: Wrap(); break;
            case 12: Gather(); break;
            case 13 or 14: MakeFragment(); break;
            default: _link = _random.OneIn(2) ? LinkType.Ethernet : s_links[_random.Below(s_links.Length)]; break;
        }
    }

    private void FlipBits()
    {
        for (var count = 1 + _random.Below(8); count > 0 && _length > 0; count--) _bytes[Place()] ^= (byte)(1 << _random.Below(8));
    }

    private void WriteByte()
    {
        if (_length > 0) _bytes[Place()] = _random.Below(6) switch { 0 => 0, 1 => 0xFF, 2 => 0x7F, 3 => 0x80, 4 => 1, _ => (byte)_random.Next() };
    }

    // Two bytes that may be a length, a type, an offset or a port: small, huge, or just beside the truth.
    private void WriteLength()
    {
        var place = _random.OneIn(2) ? s_offsets[_random.Below(s_offsets.Length)] : Place() & ~1;
        if (place + 2 > _length) return;
        var value = _random.Below(10) switch
        {
            0 => 0,
            1 => 1,
            2 => 0xFFFF,
            3 => _length,
            4 => _length - place,
            5 => _length - place + 1 - _random.Below(3),
            6 => BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(place)) + 1 - _random.Below(3),
            7 => 4789 + _random.Below(2) * 1292,
            8 => _random.Below(4) switch { 0 => 0x0800, 1 => 0x86DD, 2 => 0x8847, _ => 0x8100 },
            _ => _random.Below(65536),
        };
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(place), (ushort)value);
    }

    private void Splice()
    {
        var other = corpus[_random.Below(corpus.Count)].Bytes;
        var (kept, from) = (_random.Below(_length + 1), _random.Below(other.Length + 1));
        var taken = Math.Min(other.Length - from, Longest - kept);
        other.AsSpan(from, taken).CopyTo(_bytes.AsSpan(kept));
        _length = kept + taken;
    }

    // A header twice, or many times over.
    private void Repeat()
    {
        if (_length == 0) return;
        var from = _random.OneIn(2) ? 14 : Place();
        var size = _random.Below(4) switch { 0 => 4, 1 => 8, 2 => 20, _ => 1 + _random.Below(64) };
        for (var times = _random.OneIn(4) ? 8 : 1; times > 0; times--) Insert(from, size);
    }

    private void Insert(int from, int size)
    {
        if (from + size > _length || _length + size > Longest) return;
        _bytes.AsSpan(from, _length - from).CopyTo(_other);
        _other.AsSpan(0, _length - from).CopyTo(_bytes.AsSpan(from + size));
        _length += size;
    }

    private void CutOut()
    {
        if (_length == 0) return;
        var from = Place();
        var size = Math.Min(1 + _random.Below(32), _length - from);
        _bytes.AsSpan(from + size, _length - from - size).CopyTo(_bytes.AsSpan(from));
        _length -= size;
    }

    // One more IP header, with the right length, around what follows the Ethernet header; perhaps with GRE or a UDP tunnel.
    private void Wrap()
    {
        const int link = 14, header = 20;
        if (_link != LinkType.Ethernet || _length < link + header || _length + header > Longest || _bytes[link] >> 4 is not (4 or 6)) return;
        var inner = (byte)(_bytes[link] >> 4 == 4 ? 4 : 41);
        Insert(link, header);
        var outer = _bytes.AsSpan(link, header);
        outer.Clear();
        outer[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(outer[2..], (ushort)(_length - link));
        outer[8] = 64;
        outer[9] = inner;
        BinaryPrimitives.WriteUInt32BigEndian(outer[12..], 0x0A000000 | (uint)_random.Below(4));
        BinaryPrimitives.WriteUInt32BigEndian(outer[16..], 0x0A000000 | (uint)_random.Below(4));
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(12), 0x0800);
    }

    // Few addresses and ports, so that tables meet the same keys again.
    private void Gather()
    {
        if (_link != LinkType.Ethernet || _length < 42 || _bytes[14] >> 4 != 4) return;
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(26), 0x0A000000 | (uint)_random.Below(8));
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(30), 0x0A000000 | (uint)_random.Below(8));
        if (_bytes[14] == 0x45) BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(34), ((uint)_random.Below(6) + 50) << 16 | (uint)(_random.Below(6) + 50));
    }

    private void MakeFragment()
    {
        if (_link != LinkType.Ethernet || _length < 34 || _bytes[14] >> 4 != 4) return;
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(18), (ushort)_random.Below(16));
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(20), (ushort)((_random.OneIn(3) ? 0 : 0x2000) | (_random.OneIn(16) ? _random.Below(8192) : _random.Below(24))));
        if (_random.OneIn(2)) BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(26), 0x0A000000 | (uint)_random.Below(8));
        if (_random.OneIn(2)) BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(30), 0x0A000000 | (uint)_random.Below(8));
    }

    // Mostly a little forward; sometimes back by up to a day, on by hours, or to where a file can put it.
    private void MoveTime()
    {
        var kind = _random.Below(20_000);
        if (kind == 0) _time = (long)(_random.Next() % (ulong)CaptureFile.MaxTimestamp) / (1 + _random.Below(3));
        else if (kind < 20) _time -= (long)(_random.Next() % 86_400_000_000_000);
        else if (kind < 40) _time += (long)(_random.Next() % 7_200_000_000_000);
        else if (kind < 400) _time += _random.Below(1_000_000_000);
        else _time += _random.Below(200_000);
        _time = Math.Clamp(_time, 0, CaptureFile.MaxTimestamp);
    }

    // Headers are where it hurts.
    private int Place() => _random.Below(_random.OneIn(4) ? _length : Math.Min(_length, 96));
}
