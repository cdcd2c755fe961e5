using System.Buffers.Binary;
using Tegument.Sensor.Tests.Capture;
using Tegument.Tests.Support;
using Tegument.Tests.Support.Packets;

namespace Tegument.Sensor.Tests.Fuzz;

/// <summary>Damaged capture files out of whole ones: shared captures when they are there, and always some that are built. Deterministic by its seed.</summary>
internal sealed class FileMutator
{
    private const int Largest = 1 << 16;
    private static readonly uint[] s_numbers = [0, 1, 2, 7, 8, 11, 12, 13, 16, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0xFFFF, 0x4_0000, 0x4_0001, 0x8_0001, 0x0A0D_0D0A, 0xA1B2_C3D4];
    private readonly List<byte[]> _files = [];
    private FuzzRandom _random;

    public FileMutator(ulong seed)
    {
        _random = new FuzzRandom(seed);
        var frame = PacketBuilder.Ethernet().IPv4("192.0.2.1", "192.0.2.2").Udp(1, 53).Payload(40).Build();
        foreach (var bigEndian in (bool[])[false, true])
        {
            var pcap = new CaptureBytes(bigEndian).PcapHeader();
            var pcapng = new CaptureBytes(bigEndian).SectionHeader().Interface(resolution: 9).Interface(link: 113);
            for (uint i = 0; i < 20; i++)
            {
                pcap.Record(i, i, frame);
                pcapng.Enhanced(i % 2, i, frame).Simple(frame).Obsolete(0, i, frame);
            }

            _files.Add(pcap.Bytes);
            _files.Add(pcapng.SectionHeader().Interface().Simple(frame).Bytes);
        }

        if (SharedData.Folder is not { } data || !Directory.Exists(Path.Combine(data, "pcaps"))) return;
        var shared = Directory.EnumerateFiles(Path.Combine(data, "pcaps"), "*.*cap*").Order(StringComparer.Ordinal);
        _files.AddRange(shared.Where(f => new FileInfo(f).Length <= Largest).Select(File.ReadAllBytes));
    }

    public int Files => _files.Count;

    public byte[] Next()
    {
        byte[] file = [.. _files[_random.Below(_files.Count)]];
        for (var changes = 1 + _random.Below(4); changes > 0 && file.Length > 0; changes--) file = Change(file);
        return file;
    }

    private byte[] Change(byte[] file)
    {
        var at = _random.Below(file.Length);
        switch (_random.Below(8))
        {
            case 0: file[at] ^= (byte)(1 << _random.Below(8)); return file;
            case 1: file[at] = (byte)_random.Next(); return file;
            case 2 or 3: return Number(file, _random.OneIn(2) ? at & ~3 : Math.Min(at, 64) & ~3);
            case 4: return file[..at];
            // The beginning of one file, the end of another.
            case 5:
                var other = _files[_random.Below(_files.Count)];
                return [.. file.AsSpan(0, at), .. other.AsSpan(_random.Below(Math.Max(1, other.Length)))];
            // A part twice, or taken out.
            case 6: return [.. file.AsSpan(0, at), .. file.AsSpan(at / 2, at - at / 2), .. file.AsSpan(at)];
            default: return [.. file.AsSpan(0, at), .. file.AsSpan(Math.Min(file.Length, at + 1 + _random.Below(64)))];
        }
    }

    private byte[] Number(byte[] file, int at)
    {
        if (at + 4 > file.Length) return file;
        var value = _random.OneIn(4) ? (uint)file.Length : s_numbers[_random.Below(s_numbers.Length)];
        if (_random.OneIn(2)) BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);
        else BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at), value);
        return file;
    }
}
