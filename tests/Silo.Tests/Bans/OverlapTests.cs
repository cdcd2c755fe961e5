using System.Text.Json;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Wire;
using Tegument.Silo.Tests.Support;

namespace Tegument.Silo.Tests.Bans;

/// <summary>Bans of one address, of networks around it and of several origins live side by side, in the ledger and in what executors are told.</summary>
public sealed class OverlapTests : IAsyncDisposable
{
    private readonly TestSilo _silo = new();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Theory]
    [InlineData(BanOrigin.Manual, BanOrigin.Automatic)]
    [InlineData(BanOrigin.Automatic, BanOrigin.Feed)]
    [InlineData(BanOrigin.Feed, BanOrigin.Api)]
    [InlineData(BanOrigin.Api, BanOrigin.Manual)]
    [InlineData(BanOrigin.Manual, BanOrigin.Manual)]
    public async Task Lifting_a_network_leaves_the_address_in_it_and_the_other_way_round(BanOrigin network, BanOrigin address)
    {
        await Ban("203.0.113.0/24", network);
        await Ban("203.0.113.7", address);
        await Ban("2001:db8::/48", network);
        await Ban("2001:db8::1", address);
        (await Enforced()).ShouldBe(["203.0.113.0/24", "203.0.113.7", "2001:db8::/48", "2001:db8::1"]);

        var position = (await _silo.Ledger.Since(null)).Position;
        var lifted = await _silo.Operations.Unban(P("203.0.113.0/24"), null, "op", "mistake");
        lifted.Lifted.ShouldHaveSingleItem().Prefix.ShouldBe(P("203.0.113.0/24"));
        (await _silo.Ledger.Since(position)).Entries.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            entry => entry.Prefix.ShouldBe(P("203.0.113.0/24")), entry => entry.SecondsLeft.ShouldBe(0));
        var kept = await _silo.Operations.Unban(P("2001:db8::1"), null, "op", "mistake");
        kept.Covering.ShouldHaveSingleItem().Prefix.ShouldBe(P("2001:db8::/48"));
        (await Enforced()).ShouldBe(["203.0.113.7", "2001:db8::/48"]);
    }

    [Fact]
    public async Task Four_origins_of_one_prefix_are_lifted_one_by_one_and_the_longest_that_is_left_is_enforced()
    {
        foreach (var origin in Enum.GetValues<BanOrigin>()) await Ban("203.0.113.0/24", origin, minutes: 10 + (int)origin);
        (await Left()).ShouldBe(13 * 60);
        foreach (var origin in (BanOrigin[])[BanOrigin.Api, BanOrigin.Automatic, BanOrigin.Feed])
            (await _silo.Ledger.Unban(P("203.0.113.0/24"), origin, "op", "mistake")).ShouldHaveSingleItem().Origin.ShouldBe(origin);
        (await Left()).ShouldBe(11 * 60);
        (await _silo.Ledger.Unban(P("203.0.113.0/24"), BanOrigin.Manual, "op", "mistake")).ShouldHaveSingleItem();
        (await Enforced()).ShouldBeEmpty();

        async Task<double> Left() => (await _silo.Ledger.Since(null)).Entries.ShouldHaveSingleItem().SecondsLeft;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_executor_that_only_follows_changes_holds_what_a_snapshot_holds(int seed)
    {
        var random = new Random(seed);
        var held = new Dictionary<IpPrefix, double>();
        var position = (await _silo.Ledger.Since(null)).Position;
        for (var step = 0; step < 400; step++)
        {
            var prefix = Prefix(random);
            var origin = (BanOrigin)random.Next(4);
            if (random.Next(3) == 0) await _silo.Ledger.Unban(prefix, random.Next(2) == 0 ? origin : null, "op", "mistake");
            else await Ban(prefix.ToString(), origin, random.Next(1, 60));
            if (random.Next(4) != 0) continue;
            var delta = await _silo.Ledger.Since(position);
            position = delta.Position;
            delta.IsSnapshot.ShouldBeFalse();
            foreach (var entry in delta.Entries)
            {
                if (entry.SecondsLeft > 0) held[entry.Prefix] = entry.SecondsLeft;
                else held.Remove(entry.Prefix);
            }

            var snapshot = await _silo.Ledger.Since(null);
            held.OrderBy(pair => pair.Key).ShouldBe(snapshot.Entries.Select(entry => KeyValuePair.Create(entry.Prefix, entry.SecondsLeft)));
        }
    }

    [Theory]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.7/32", "203.0.113.7")]
    [InlineData("2001:DB8:0::1/128", "2001:db8::1")]
    [InlineData("::ffff:203.0.113.7/32", "203.0.113.7")]
    public void Forms_of_one_address_are_one_prefix(string text, string canonical) => P(text).ToString().ShouldBe(canonical);

    [Theory]
    [InlineData("203.0.113.7/24", "did you mean 203.0.113.0/24?")]
    [InlineData("::ffff:203.0.113.0/120", "a prefix length is 0 to 32")]
    [InlineData("203.0.113.0/33", "a prefix length is 0 to 32")]
    [InlineData("203.0.113.0/-1", "a prefix length is 0 to 32")]
    [InlineData("203.0.113.0/", "a prefix length is 0 to 32")]
    [InlineData("2001:db8::/129", "a prefix length is 0 to 128")]
    [InlineData("203.0.113", "is not an IP address or prefix")]
    [InlineData("fe80::1%eth0", "is not an IP address or prefix")]
    public void What_is_no_prefix_is_refused_in_words(string text, string error)
    {
        IpPrefix.TryParse(text, out _, out var told).ShouldBeFalse();
        told.ShouldContain(error);
    }

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public async Task The_whole_internet_is_never_banned_whoever_asks(string prefix)
    {
        foreach (var origin in Enum.GetValues<BanOrigin>())
        {
            var outcome = (await _silo.Ledger.Ban([new BanRequest(P(prefix), origin, "op", "test", TimeSpan.FromMinutes(1))])).Single();
            outcome.Ban.ShouldBeNull();
            outcome.Refusal.ShouldNotBeNull();
        }
    }

    [Fact]
    public void A_ttl_that_is_no_time_is_refused()
    {
        foreach (var text in (string[])["\"NaN\"", "\"Infinity\"", "\"60\"", "NaN"])
            Should.Throw<JsonException>(() => JsonSerializer.Deserialize($$"""{"address":"203.0.113.1","reason":"x","ttlSeconds":{{text}}}""", ApiJson.Default.BanCreate));
        foreach (var ttl in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromSeconds(-1), TimeSpan.MinValue, TimeSpan.MaxValue, TimeSpan.FromMilliseconds(999)])
            Silo.Bans.BanRules.Refuse(new BanRequest(P("203.0.113.1"), BanOrigin.Manual, "op", "x", ttl), _silo.Protection)!.ShouldStartWith("ttl:");
        Silo.Bans.BanRules.Refuse(new BanRequest(P("203.0.113.1"), BanOrigin.Manual, "op", "x", TimeSpan.FromHours(1), double.NaN), _silo.Protection)!.ShouldStartWith("score:");
    }

    private async Task<string[]> Enforced() => [.. (await _silo.Ledger.Since(null)).Entries.Select(entry => entry.Prefix.ToString())];

    private async Task Ban(string prefix, BanOrigin origin, int minutes = 10) =>
        (await _silo.Ledger.Ban([new BanRequest(P(prefix), origin, "op", "test", TimeSpan.FromMinutes(minutes))])).Single().Refusal.ShouldBeNull();

    private static IpPrefix Prefix(Random random) => random.Next(3) == 0
        ? new IpPrefix(new IpKey(0x2001_0DB8_0000_0000 + (ulong)random.Next(3), (ulong)random.Next(3)), 48 + 8 * random.Next(11))
        : new IpPrefix(IpKey.FromIPv4(0xCB00_7100u + (uint)random.Next(8)), 24 + random.Next(9));

    private static IpPrefix P(string text) => IpPrefix.Parse(text);
}
