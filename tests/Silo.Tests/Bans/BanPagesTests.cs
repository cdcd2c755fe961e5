using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Silo.Bans;

namespace Tegument.Silo.Tests.Bans;

public class BanPagesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_sort_and_filter_gives_what_looking_at_each_ban_gives(int seed)
    {
        var random = new Random(seed);
        var table = new BanTable();
        var bans = Enumerable.Range(0, 8000).Select(_ => Ban(random)).DistinctBy(ban => (ban.Prefix, ban.Origin)).ToArray();
        table.Fill(bans[..5000]);
        foreach (var ban in bans[5000..]) table.Put(ban);
        for (var i = 0; i < 100; i++)
        {
            var query = Query(random);
            var (listed, total) = All(table, query);
            var expected = bans.Where(ban => Matches(ban, query)).OrderBy(ban => BanPosition.Of(ban, query.Sort)).ToArray();
            if (query.Descending) Array.Reverse(expected);
            listed.ToArray().ShouldBe(expected, query.ToString());
            total.ShouldBe(expected.Length, query.ToString());
        }
    }

    [Fact]
    public void A_jump_begins_at_the_address_or_at_the_next_one()
    {
        var table = new BanTable();
        foreach (var text in (string[])["192.0.2.0/24", "192.0.2.0", "192.0.2.7", "192.0.2.9", "2001:db8::/32"]) table.Put(Ban(text));
        Jump("192.0.2.7").ShouldBe(["192.0.2.7", "192.0.2.9", "2001:db8::/32"]);
        Jump("192.0.2.8").ShouldBe(["192.0.2.9", "2001:db8::/32"]);
        Jump("192.0.2.0")[..2].ShouldBe(["192.0.2.0/24", "192.0.2.0"]);
        Jump("2001:db9::").ShouldBeEmpty();
        Jump("::").Length.ShouldBe(5);
        Jump("192.0.2.8", descending: true).ShouldBe(["192.0.2.7", "192.0.2.0", "192.0.2.0/24"]);
        Refusal(new BanQuery(Jump: IpKey.Parse("192.0.2.1"), Sort: BanSort.Score)).ShouldStartWith("jump:");

        string[] Jump(string address, bool descending = false) =>
            [.. BanPages.Of(table, new BanQuery(Jump: IpKey.Parse(address), Descending: descending)).Bans.Select(ban => ban.Prefix.ToString())];

        string Refusal(BanQuery query) => Should.Throw<ArgumentException>(() => BanPages.Of(table, query)).Message;
    }

    [Fact]
    public void A_search_looks_at_a_bounded_number_of_bans_a_call_says_so_and_goes_on_where_it_was()
    {
        const int count = 3 * BanPages.ScanBudget + 1000;
        var table = new BanTable();
        table.Fill(Enumerable.Range(0, count).Select(i => Ban(IpKey.FromIPv4(0x0B00_0000u + (uint)i).ToString()) with { Reason = i % 150_000 == 149_999 ? "needle" : "hay" }));
        var query = new BanQuery(10, Text: "NEEDLE");
        var first = BanPages.Of(table, query);
        first.Bans.ShouldBeEmpty();
        first.Next.ShouldNotBeNull();
        first.TotalIsExact.ShouldBeFalse();
        var (listed, total) = All(table, query);
        listed.Count.ShouldBe(2);
        total.ShouldBe(2);
        BanPages.Of(table, new BanQuery(1)).ShouldSatisfyAllConditions(page => page.Total.ShouldBe(count), page => page.TotalIsExact.ShouldBeTrue());
    }

    [Fact]
    public void A_cursor_of_another_order_is_refused()
    {
        var table = new BanTable();
        for (var i = 1; i < 5; i++) table.Put(Ban($"192.0.2.{i}"));
        var next = BanPages.Of(table, new BanQuery(2)).Next;
        Should.Throw<ArgumentException>(() => BanPages.Of(table, new BanQuery(2, next, Sort: BanSort.Score))).Message.ShouldStartWith("after:");
        Should.Throw<ArgumentException>(() => BanPages.Of(table, new BanQuery(2, next, Descending: true))).Message.ShouldStartWith("after:");
        BanPages.Of(table, new BanQuery(2, next)).Bans.Length.ShouldBe(2);
    }

    [Fact]
    public void What_no_filter_can_mean_is_refused_by_name()
    {
        var table = new BanTable();
        Refusal(new BanQuery(Text: "")).ShouldStartWith("text:");
        Refusal(new BanQuery(Text: new string('x', 101))).ShouldStartWith("text:");
        Refusal(new BanQuery(MinScore: double.NaN)).ShouldStartWith("minScore:");
        Refusal(new BanQuery(Sort: (BanSort)9)).ShouldStartWith("sort:");
        Refusal(new BanQuery(Limit: BanQuery.MaxLimit + 1)).ShouldStartWith("limit:");

        string Refusal(BanQuery query) => Should.Throw<ArgumentException>(() => BanPages.Of(table, query)).Message;
    }

    private static (List<Ban> Bans, long Total) All(BanTable table, BanQuery query)
    {
        var bans = new List<Ban>();
        while (true)
        {
            var page = BanPages.Of(table, query);
            bans.AddRange(page.Bans);
            page.Bans.Length.ShouldBeLessThanOrEqualTo(query.Limit);
            if (page.Next is null)
            {
                page.TotalIsExact.ShouldBeTrue();
                return (bans, page.Total);
            }

            query = query with { After = page.Next };
        }
    }

    private static BanQuery Query(Random random)
    {
        var query = new BanQuery(random.Next(3) == 0 ? 37 : 5000, Sort: (BanSort)random.Next(4), Descending: random.Next(2) == 0);
        if (random.Next(4) == 0) query = query with { Origin = (BanOrigin)random.Next(4) };
        if (random.Next(4) == 0) query = query with { Origins = [(BanOrigin)random.Next(4), (BanOrigin)random.Next(4)] };
        if (random.Next(4) == 0) query = query with { Within = random.Next(9) switch { 0 => IpPrefix.Parse("::/0"), 1 => IpPrefix.Parse("::/64"), _ => new IpPrefix(Address(random), 20 + random.Next(13)) } };
        if (random.Next(6) == 0) query = query with { Covering = Address(random) };
        if (random.Next(4) == 0) query = query with { MinScore = random.Next(-3, 12) };
        if (random.Next(4) == 0) query = query with { ExpiresBefore = Start.AddMinutes(random.Next(700)) };
        if (random.Next(4) == 0) query = query with { CreatedSince = Start.AddMinutes(random.Next(700)) };
        if (random.Next(6) == 0) query = query with { Actor = $"actor {random.Next(3)}" };
        if (random.Next(6) == 0) query = query with { Text = $"REASON {random.Next(30)}" };
        return query;
    }

    private static bool Matches(Ban ban, BanQuery query) =>
        (query.Origin is null || ban.Origin == query.Origin) &&
        (query.Origins is null || query.Origins.Contains(ban.Origin)) &&
        (query.Within is null || query.Within.Value.Contains(ban.Prefix)) &&
        (query.Covering is null || ban.Prefix.Contains(query.Covering.Value)) &&
        (query.MinScore is null || ban.Score >= query.MinScore) &&
        (query.ExpiresBefore is null || ban.Expires < query.ExpiresBefore) &&
        (query.CreatedSince is null || ban.Created >= query.CreatedSince) &&
        (query.Actor is null || ban.Actor == query.Actor) &&
        (query.Text is null || ban.Reason.Contains(query.Text, StringComparison.OrdinalIgnoreCase));

    private static Ban Ban(Random random)
    {
        var address = Address(random);
        var prefix = new IpPrefix(address, random.Next(4) == 0 ? address.Bits - random.Next(12) : address.Bits);
        return new Ban(
            prefix, (BanOrigin)random.Next(4), $"actor {random.Next(3)}", $"reason {random.Next(30)}", Start.AddMinutes(random.Next(700)), Start.AddMinutes(random.Next(700)),
            random.Next(-4, 12) / 2.0, random.Next());
    }

    private static IpKey Address(Random random) => random.Next(5) switch
    {
        0 => new IpKey(0x2001_0DB8_0000_0000, (ulong)random.Next(3000)),
        1 => new IpKey(0, (ulong)random.NextInt64(0x0002_0000_0000_0000)),
        _ => IpKey.FromIPv4(0x0A00_0000u + (uint)random.Next(4000)),
    };

    private static Ban Ban(string prefix) => new(IpPrefix.Parse(prefix), BanOrigin.Manual, "op", "test", Start, Start.AddHours(1), 0, 1);
}
