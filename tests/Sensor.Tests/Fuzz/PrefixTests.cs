using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Detect;
using Tegument.Sensor.Flows;
using Tegument.Sensor.Tests.Decode;
using Tegument.Tests.Support.Packets;

namespace Tegument.Sensor.Tests.Fuzz;

/// <summary>Every prefix of every kind of packet, fragments and tunnels included, through the whole sensor.</summary>
public class PrefixTests
{
    [Fact]
    public void Every_prefix_of_every_packet_has_a_named_status_in_the_whole_sensor()
    {
        var core = new SensorCore(SensorLimits.Default, KeyedHash.ReplaySeed, live: false);
        var time = 1_700_000_000_000_000_000;
        foreach (var (link, bytes) in Packets())
        {
            for (var length = 0; length <= bytes.Length; length++)
            {
                Observe(bytes.AsSpan(0, length), length, link);
                // Cut by the snap length, the same packet is never malformed.
                var malformed = core.Malformed - core.Faults[DecodeStatus.SnapTruncated];
                Observe(bytes.AsSpan(0, length), bytes.Length, link);
                (core.Malformed - core.Faults[DecodeStatus.SnapTruncated]).ShouldBe(malformed, $"{length} of {Convert.ToHexString(bytes)}");
            }
        }

        Enum.GetValues<DecodeStatus>().Sum(s => core.Faults[s]).ShouldBeGreaterThanOrEqualTo(core.Packets);
        core.Packets.ShouldBeGreaterThan(10_000);

        void Observe(ReadOnlySpan<byte> kept, int wire, LinkType link)
        {
            var frame = new Frame { Bytes = kept, Timestamp = time += 1_000_000, WireLength = wire, Link = link };
            core.Observe(in frame);
        }
    }

    private static IEnumerable<(LinkType Link, byte[] Bytes)> Packets()
    {
        foreach (var sample in SamplePackets.All.Values) yield return sample;
        foreach (var (link, bytes, _) in TunnelSamples.All.Values) yield return (link, bytes);
        foreach (var frame in (byte[][])[TunnelSamples.Syn4(TunnelSamples.Over4.Gre()), TunnelSamples.Syn6(TunnelSamples.Over6)])
            foreach (var piece in Fragmenter.Cut(frame, 24)) yield return (LinkType.Ethernet, piece);
    }
}
