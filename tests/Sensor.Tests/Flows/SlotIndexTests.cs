using System.Numerics;
using Tegument.Sensor.Flows;

namespace Tegument.Sensor.Tests.Flows;

public sealed class SlotIndexTests
{
    [Theory]
    [InlineData(1024, 1)]
    [InlineData(1024, 2)]
    [InlineData(1 << 16, 3)]
    public void Whatever_comes_and_goes_each_slot_is_found_under_its_hash_and_no_other(int slots, int seed)
    {
        var (index, random, held) = (new SlotIndex(slots), new Random(seed), new Dictionary<int, ulong>());
        for (var step = 0; step < slots * 6; step++)
        {
            var slot = random.Next(slots);
            if (held.Remove(slot, out var hash))
            {
                index.Remove(hash, slot);
                Found(index, hash).ShouldNotContain(slot);
            }
            else
            {
                // Few homes: buckets overflow as they would under an attack.
                hash = ((ulong)random.NextInt64() & 0xFFFF_FFFF_0000_0000) | (uint)random.Next(slots / 16);
                if (index.TryAdd(hash, slot)) held.Add(slot, hash);
            }
        }

        held.Count.ShouldBeGreaterThan(slots / 4);
        foreach (var (slot, hash) in held) Found(index, hash).ShouldContain(slot);
    }

    [Fact]
    public void Hashes_aimed_at_one_bucket_are_refused_beyond_the_bound_and_fit_again_when_others_left()
    {
        var index = new SlotIndex(1024);
        var taken = 0;
        while (index.TryAdd((ulong)taken << 32, taken)) taken++;
        taken.ShouldBe(SlotIndex.MostBuckets * 15);
        index.Remove(5UL << 32, 5);
        index.TryAdd(1000UL << 32, 1000).ShouldBeTrue();
        Found(index, 1000UL << 32).ShouldContain(1000);
    }

    [Fact]
    public void An_emptied_index_walks_no_further_than_one_bucket()
    {
        var index = new SlotIndex(1024);
        for (var i = 0; i < 200; i++) index.TryAdd((ulong)i << 32, i).ShouldBeTrue();
        for (var i = 199; i >= 0; i--) index.Remove((ulong)i << 32, i);
        for (var bucket = 0; bucket < 1024 / 8; bucket++) index.Overflows(bucket).ShouldBeFalse();
    }

    private static List<int> Found(SlotIndex index, ulong hash)
    {
        var found = new List<int>();
        var bucket = index.BucketOf(hash);
        for (var walked = 0; walked < SlotIndex.MostBuckets; walked++, bucket = index.After(bucket))
        {
            for (var places = index.Matches(bucket, hash); places != 0; places &= places - 1)
                found.Add(index.SlotAt(bucket, BitOperations.TrailingZeroCount(places)));
            if (!index.Overflows(bucket)) break;
        }

        return found;
    }
}
