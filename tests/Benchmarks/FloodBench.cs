using System.Buffers.Binary;
using System.Globalization;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Detect;
using Tegument.Sensor.Flows;

namespace Tegument.Benchmarks;

/// <summary>Ten million SYNs of random sources: anonymous memory stays bounded, and nobody of the crowd becomes evidence.</summary>
public sealed class FloodBench(int packets)
{
    private const long LimitMb = 300;
    private readonly byte[] _frame = new byte[58];

    public IEnumerable<Measurement> Run()
    {
        var core = new SensorCore(SensorLimits.Default, KeyedHash.ReplaySeed, live: false);
        var (items, incidents) = (new List<EvidenceItem>(), new List<VictimIncident>());
        var random = new Random(1);
        Prepare();
        var time = 1_700_000_000_000_000_000L;
        for (var i = 0; i < packets; i++)
        {
            time += 10_000;
            BinaryPrimitives.WriteUInt32BigEndian(_frame.AsSpan(26), (uint)random.NextInt64(0x0100_0000, 0xDFFF_FFFF));
            BinaryPrimitives.WriteUInt16BigEndian(_frame.AsSpan(34), (ushort)random.Next(1024, 65_536));
            var frame = new Frame { Bytes = _frame, Timestamp = time, WireLength = _frame.Length, Link = LinkType.Ethernet };
            core.Observe(in frame);
            if ((i & 0xFFFF) == 0) core.Drain(everything: false, items, incidents);
        }

        core.Finish();
        core.Drain(everything: true, items, incidents);
        var anonymous = AnonymousMb();
        var what = string.Create(CultureInfo.InvariantCulture, $"{packets / 1_000_000} M random-source SYNs");
        yield return new Measurement($"{what}, anonymous memory", $"{anonymous} MB", $"{LimitMb} MB", Math.Round((double)anonymous / LimitMb, 3), "<= 1 x", anonymous <= LimitMb);
        yield return new Measurement($"{what}, sources accused", $"{items.Count}", "0", null, "0", items.Count == 0);
        yield return new Measurement($"{what}, incidents on victims", $"{incidents.Select(n => n.Id).Distinct().Count()}", "1", null, "1", incidents.Select(n => n.Id).Distinct().Count() == 1);
    }

    private void Prepare()
    {
        _frame[12] = 8;
        _frame[14] = 0x45;
        _frame[17] = 44;
        _frame[22] = 64;
        _frame[23] = 6;
        BinaryPrimitives.WriteUInt32BigEndian(_frame.AsSpan(30), 0xC000_020A);
        BinaryPrimitives.WriteUInt16BigEndian(_frame.AsSpan(36), 443);
        _frame[46] = 0x60;
        _frame[47] = 2;
        (_frame[54], _frame[55], _frame[56], _frame[57]) = (2, 4, 5, 180);
    }

    // RssAnon of proc(5): what this process holds that is no file's.
    private static long AnonymousMb()
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("RssAnon:", StringComparison.Ordinal));
        return long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
