using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Silo.Bans;

namespace Tegument.Silo.Tests.Bans;

public class BanTableTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_agrees_with_a_plain_sorted_dictionary(int seed)
    {
        var random = new Random(seed);
        var table = new BanTable();
        var plain = new SortedDictionary<(IpPrefix, BanOrigin), Ban>();
        for (var step = 0; step < 20_000; step++)
        {
            var ban = Ban(random);
            var key = (ban.Prefix, ban.Origin);
            if (random.Next(3) == 0)
            {
                table.Remove(ban.Prefix, ban.Origin).ShouldBe(plain.Remove(key));
            }
            else
            {
                table.Put(ban);
                plain[key] = ban;
            }
        }

        table.Count.ShouldBe(plain.Count);
        table.All().ShouldBe(plain.Values);
        table.CountOf(BanOrigin.Feed).ShouldBe(plain.Values.Count(ban => ban.Origin == BanOrigin.Feed));
        for (var i = 0; i < 200; i++)
        {
            var probe = Ban(random);
            table.TryGet(probe.Prefix, probe.Origin, out var found).ShouldBe(plain.TryGetValue((probe.Prefix, probe.Origin), out var expected));
            found.ShouldBe(expected);
            table.In(BanSort.Prefix).From(new BanPosition(0, probe.Prefix, probe.Origin)).Take(5)
                .ShouldBe(plain.Where(p => p.Key.CompareTo((probe.Prefix, probe.Origin)) >= 0).Take(5).Select(p => p.Value));
            table.Covering(probe.Prefix.Address).ShouldBe(plain.Values.Where(ban => ban.Prefix.Contains(probe.Prefix.Address)), ignoreOrder: true);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_order_holds_the_same_bans_while_they_come_change_and_end(int seed)
    {
        var random = new Random(seed);
        var table = new BanTable();
        var plain = new Dictionary<(IpPrefix, BanOrigin), Ban>();
        var now = DateTimeOffset.UnixEpoch;
        for (var step = 0; step < 20_000; step++)
        {
            var ban = Ban(random) with { Created = now.AddSeconds(random.Next(5)), Expires = now.AddSeconds(random.Next(1, 4000)), Score = random.Next(4) };
            table.Put(ban);
            plain[(ban.Prefix, ban.Origin)] = ban;
            if (random.Next(50) != 0) continue;
            now = now.AddSeconds(random.Next(20) == 0 ? 2000 : 40);
            var ended = plain.Values.Where(held => held.Expires <= now).ToArray();
            foreach (var held in ended) plain.Remove((held.Prefix, held.Origin));
            table.Expire(now).ShouldBe(ended.Length);
        }

        plain.ShouldNotBeEmpty();
        foreach (var sort in Enum.GetValues<BanSort>())
            table.In(sort).All().ShouldBe(plain.Values.OrderBy(ban => BanPosition.Of(ban, sort)), sort.ToString());
        foreach (var origin in Enum.GetValues<BanOrigin>()) table.CountOf(origin).ShouldBe(plain.Values.Count(ban => ban.Origin == origin));
        table.Covering(IpKey.Parse("10.0.5.5")).Count().ShouldBe(plain.Values.Count(ban => ban.Prefix.Contains(IpKey.Parse("10.0.5.5"))));
    }

    private static Ban Ban(Random random)
    {
        var address = IpKey.FromIPv4(0x0A000000u + (uint)random.Next(4000));
        var prefix = new IpPrefix(address, random.Next(4) == 0 ? 24 + random.Next(8) : 32);
        return new Ban(prefix, (BanOrigin)random.Next(4), "a", "r", default, DateTimeOffset.MaxValue, 0, random.Next());
    }
}
