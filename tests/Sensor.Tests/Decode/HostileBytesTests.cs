using System.Globalization;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Decode.Tunnels;
using Xunit.Abstractions;

namespace Tegument.Sensor.Tests.Decode;

/// <summary>Whatever the bytes: a named status, views inside the frame, no exception, no allocation.</summary>
public class HostileBytesTests(ITestOutputHelper output)
{
    private const int Mutations = 1_000_000;
    private static readonly (LinkType Link, byte[] Bytes)[] Samples = [.. SamplePackets.All.Values, .. TunnelSamples.All.Values.Select(s => (s.Link, s.Bytes))];

    [Fact]
    public void Every_prefix_of_every_packet_decodes_to_a_named_status()
    {
        foreach (var (link, bytes) in Samples)
        {
            for (var length = 0; length < bytes.Length; length++)
            {
                Enum.IsDefined(Decoding.Status(bytes.AsSpan(0, length), link)).ShouldBeTrue();
                // Cut by the snap length, the same packet is never called malformed.
                Decoding.Status(bytes.AsSpan(0, length), link, wire: bytes.Length).ShouldBeOneOf(DecodeStatus.Ok, DecodeStatus.NotIp, DecodeStatus.SnapTruncated);
            }
        }
    }

    [Fact]
    public void A_million_mutated_frames_decode_to_named_statuses()
    {
        var seed = Environment.GetEnvironmentVariable("TEGUMENT_TEST_SEED") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : Random.Shared.Next();
        output.WriteLine($"seed {seed} (set TEGUMENT_TEST_SEED to repeat)");
        var random = new Random(seed);
        var faults = new DecodeFaults();
        var buffer = new byte[2048];
        for (var i = 0; i < Mutations; i++)
        {
            var (link, original) = Samples[random.Next(Samples.Length)];
            original.CopyTo(buffer, 0);
            var length = random.Next(4) == 0 ? random.Next(original.Length + 1) : original.Length;
            for (var changes = random.Next(1, 6); changes > 0; changes--) buffer[random.Next(original.Length)] = (byte)random.Next(256);

            var packet = default(PacketView);
            var wire = random.Next(3) == 0 ? length + random.Next(3000) : length;
            var status = Decoding.Decode(buffer.AsSpan(0, length), ref packet, link, wire, (ushort)(random.Next(8) == 0 ? random.Next(4096) : 0));
            // A mirror that says it cut a frame leaves its length to the inner header's word.
            var longest = (packet.Tunnels & TunnelKinds.Erspan) != 0 ? Math.Max(wire, 3 * ushort.MaxValue) : wire;
            if (packet.Payload.Length > length || packet.PayloadLength < packet.Payload.Length || packet.PayloadLength > longest)
                throw new InvalidOperationException($"seed {seed}, frame {i}: payload {packet.Payload.Length} of {packet.PayloadLength} in a frame of {length} of {wire}");
            faults.Count(status);
        }

        output.WriteLine(string.Join(", ", faults.NonZero().Select(f => $"{f.Key} {f.Value}")));
        Enum.GetValues<DecodeStatus>().Sum(s => faults[s]).ShouldBe(Mutations);
    }

    [Fact]
    public void Decoding_allocates_nothing()
    {
        var faults = new DecodeFaults();
        DecodeAll(faults);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) DecodeAll(faults);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static void DecodeAll(DecodeFaults faults)
    {
        var packet = default(PacketView);
        foreach (var (link, bytes) in Samples)
        {
            faults.Count(Decoding.Decode(bytes, ref packet, link));
            faults.Count(Decoding.Decode(bytes.AsSpan(0, bytes.Length / 2), ref packet, link));
        }
    }
}
