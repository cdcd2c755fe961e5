using System.Net;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Bans;

public sealed class ListingTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private static readonly IpPrefix Here = Given.Prefix("198.18.64.0/18");

    [Fact]
    public async Task Bans_are_filtered_and_sorted_as_asked()
    {
        using var client = running.Silo.Client("operator");
        var started = DateTimeOffset.UtcNow;
        string[] addresses = ["198.18.64.0/24", "198.18.64.9", "198.18.65.1", "198.18.66.0/24"];
        for (var i = 0; i < addresses.Length; i++) await client.BanAsync(new BanCreate(Given.Prefix(addresses[i]), i % 2 == 0 ? "even Hand" : "odd", 3600 - 60 * i));

        (await Listed(new BanFilter(Within: Here))).ShouldBe(addresses);
        (await Listed(new BanFilter(Within: Given.Prefix("198.18.64.0/24")))).ShouldBe(addresses[..2]);
        (await Listed(new BanFilter(Within: Here, Sort: BanSort.Expires))).ShouldBe(addresses.Reverse());
        (await Listed(new BanFilter(Within: Here, Sort: BanSort.Created, Descending: true))).ShouldBe(addresses.Reverse());
        (await Listed(new BanFilter(Within: Here, Sort: BanSort.Created, Limit: 1))).ShouldBe(addresses);
        (await Listed(new BanFilter(Within: Here, Text: "hAND"))).ShouldBe([addresses[0], addresses[2]]);
        (await Listed(new BanFilter(Within: Here, ExpiresBefore: started.AddMinutes(58).AddSeconds(30)))).ShouldBe([addresses[2], addresses[3]]);
        (await Listed(new BanFilter(Within: Here, CreatedSince: DateTimeOffset.UtcNow.AddHours(1)))).ShouldBeEmpty();
        (await Listed(new BanFilter(Within: Here, MinScore: 1))).ShouldBeEmpty();
        (await Listed(new BanFilter(Within: Here, Origins: [BanOrigin.Feed, BanOrigin.Api]))).ShouldBeEmpty();
        (await Listed(new BanFilter(Within: Here, Origins: [BanOrigin.Feed, BanOrigin.Manual]))).Length.ShouldBe(4);
        (await Listed(new BanFilter(Within: Here, Actor: "nobody"))).ShouldBeEmpty();
        (await Listed(new BanFilter(Within: Here, Jump: IpKey.Parse("198.18.65.0")))).ShouldBe(addresses[2..]);
        (await client.BansAsync(new BanFilter(1, Within: Here))).ShouldSatisfyAllConditions(page => page.Total.ShouldBe(4), page => page.TotalIsExact.ShouldBeTrue());

        async Task<string[]> Listed(BanFilter filter)
        {
            var bans = new List<string>();
            await foreach (var ban in client.AllBansAsync(filter)) bans.Add(ban.Address.ToString());
            return [.. bans];
        }
    }

    [Theory]
    [InlineData("sort=size", "sort")]
    [InlineData("sort=", "sort")]
    [InlineData("origin=manual,nobody", "origin")]
    [InlineData("within=10.0.0.5/8", "within")]
    [InlineData("within=::ffff:10.0.0.0/104", "within")]
    [InlineData("text=", "text")]
    [InlineData("expiresBefore=2026-01-31", "expiresBefore")]
    [InlineData("createdSince=2026-01-31T12:00:00", "createdSince")]
    [InlineData("minScore=NaN", "minScore")]
    [InlineData("minScore=much", "minScore")]
    [InlineData("jump=10.0.0.1&sort=score", "jump")]
    [InlineData("jump=10.0.0.1&after=10.0.0.0,manual,prefix,0,0", "jump")]
    [InlineData("after=10.0.0.0,manual,score,0,0", "after")]
    [InlineData("after=nonsense", "after")]
    public async Task A_filter_that_makes_no_sense_is_refused_by_name(string query, string field)
    {
        using var http = running.Silo.Http("operator");
        using var response = await http.GetAsync($"/api/v1/bans?{query}");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Problem()).GetProperty("field").GetString()!.ShouldBe(field);
    }
}
