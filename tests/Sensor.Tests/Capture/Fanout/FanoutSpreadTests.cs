using System.Net;
using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Tests.Capture.Fanout;

/// <summary>How evenly pairs of addresses fall on the rings.</summary>
public sealed class FanoutSpreadTests
{
    private const int Pairs = 4096;

    public static TheoryData<string> Crowds => ["sources of a subnet", "hosts of a sweep", "every 256th address", "random sources", "IPv6 interface ids", "IPv6 networks"];

    [Theory]
    [MemberData(nameof(Crowds))]
    public void Pairs_spread_evenly_whatever_the_seed(string crowd)
    {
        var random = new Random(7);
        foreach (var rings in new[] { 2, 3, 4, 8 })
        {
            for (var i = 0; i < 20; i++)
            {
                var seed = (ulong)random.NextInt64();
                var counts = new int[rings];
                for (var n = 0; n < Pairs; n++)
                {
                    var (one, other) = PairOf(crowd, n, random);
                    counts[FanoutMirror.Pair(one, other, seed) % (uint)rings]++;
                }

                // Six standard deviations of a fair lot.
                var fair = (double)Pairs / rings;
                counts.ShouldAllBe(c => Math.Abs(c - fair) < 6 * Math.Sqrt(fair), $"{crowd}, {rings} rings, seed {seed:x}: {string.Join(' ', counts)}");
            }
        }
    }

    [Fact]
    public void Two_seeds_agree_no_more_than_chance_has_it()
    {
        // Who found out one sensor's rings knows nothing of another's.
        var agreed = Enumerable.Range(0, Pairs).Count(n => FanoutMirror.Pair(V4(n), V4(77), 1) % 4 == FanoutMirror.Pair(V4(n), V4(77), 0xDEAD_BEEF_1234_5678) % 4);
        agreed.ShouldBeInRange(Pairs / 4 - 200, Pairs / 4 + 200);
    }

    private static (byte[] One, byte[] Other) PairOf(string crowd, int n, Random random) => crowd switch
    {
        "sources of a subnet" => (V4(0x0A00_0000 + n), V4(0x0A00_FF01)),
        "hosts of a sweep" => (V4(0xC633_6407), V4(0x0A00_0000 + n)),
        "every 256th address" => (V4(n << 8), V4(0x0A00_FF01)),
        "random sources" => (V4(random.Next()), V4(0x0A00_FF01)),
        "IPv6 interface ids" => (V6(0x2001_0DB8_0000_0000, (ulong)n), V6(0x2001_0DB8_0000_0001, 1)),
        _ => (V6(0x2001_0DB8_0000_0000 + ((ulong)n << 16), 1), V6(0x2001_0DB8_0000_0001, 1)),
    };

    private static byte[] V4(long address) => IPAddress.Parse(IpKey.FromIPv4((uint)address).ToString()).GetAddressBytes();

    private static byte[] V6(ulong upper, ulong lower)
    {
        var bytes = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, upper);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), lower);
        return bytes;
    }
}
