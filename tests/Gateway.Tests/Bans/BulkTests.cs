using System.Net;
using System.Text;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Bans;

public sealed class BulkTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    [Fact]
    public async Task Many_are_banned_at_once_and_each_is_told_its_fate()
    {
        using var client = running.Silo.Client("operator");
        using var admin = running.Silo.Client("admin");
        await client.BanAsync(new BanCreate(Given.Prefix("198.19.0.1"), "many", 7200));
        BanCreate[] bans =
        [
            new(Given.Prefix("198.19.0.2"), "many"), new(Given.Prefix("127.0.0.1"), "many"), new(Given.Prefix("198.19.0.0/24"), "many", 60),
            new(Given.Prefix("198.19.0.2"), "many"),
        ];
        (await client.BanBulkAsync(new BanBulk(bans, DryRun: true))).ShouldSatisfyAllConditions(reply => reply.Made.ShouldBe(2), reply => reply.Refused.ShouldBe(1));
        (await client.BansAsync(new BanFilter(Within: Given.Prefix("198.19.0.0/24")))).Total.ShouldBe(1);

        var reply = await client.BanBulkAsync(new BanBulk(bans));
        (reply.Made, reply.Unchanged, reply.Refused).ShouldBe((2, 1, 1));
        reply.Items.Select(item => (item.Address.ToString(), item.Changed)).ShouldBe([("198.19.0.2", true), ("127.0.0.1", false), ("198.19.0.0/24", true), ("198.19.0.2", false)]);
        reply.Items[1].Refusal!.ShouldContain("loopback");
        reply.Note!.ShouldStartWith("decided, not enforced here");
        var entry = (await admin.AuditAsync()).Entries.First(entry => entry.Action == "ban-bulk");
        (entry.After, entry.Subject).ShouldBe(("2 made, 1 unchanged, 1 refused", "198.19.0.2, 127.0.0.1, 198.19.0.0/24, 198.19.0.2"));
    }

    [Fact]
    public async Task Ten_thousand_fit_into_one_call_and_no_more()
    {
        using var client = running.Silo.Client("operator");
        var bans = Enumerable.Range(0, BanBulk.MaxBans + 1).Select(i => new BanCreate(Given.Prefix($"10.99.{i / 250}.{i % 250 + 1}"), new string('x', 500))).ToArray();
        (await client.BanBulkAsync(new BanBulk(bans[..^1]))).Made.ShouldBe(BanBulk.MaxBans);
        var refused = await Should.ThrowAsync<TegumentApiException>(client.BanBulkAsync(new BanBulk(bans)));
        refused.Field.ShouldBe("bans");
        var network = Given.Prefix("10.99.0.0/16");
        var counted = await client.LiftAsync(new BanLift("tidy", Within: network, Text: "XXX", DryRun: true));
        (counted.Lifted, counted.DryRun, counted.Sample.Length).ShouldBe((BanBulk.MaxBans, true, BanLiftReply.MaxSample));
        (await client.LiftAsync(new BanLift("tidy", Within: network, Expect: counted.Lifted))).Lifted.ShouldBe(BanBulk.MaxBans);
        (await client.BansAsync(new BanFilter(Within: network))).Total.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_listed_is_lifted_and_nothing_else()
    {
        using var client = running.Silo.Client("operator");
        using var admin = running.Silo.Client("admin");
        string[] addresses = ["198.19.4.0/24", "198.19.4.1", "198.19.4.2"];
        foreach (var address in addresses) await client.BanAsync(new BanCreate(Given.Prefix(address), "some"));
        (await client.LiftAsync(new BanLift("no", [Given.Prefix("198.19.4.1")], [BanOrigin.Feed]))).Lifted.ShouldBe(0);
        var refused = await Should.ThrowAsync<TegumentApiException>(client.LiftAsync(new BanLift("no", Within: Given.Prefix("198.19.4.0/24"), Expect: 2)));
        (refused.Status, refused.Field).ShouldBe((HttpStatusCode.Conflict, "expect"));

        var reply = await client.LiftAsync(new BanLift("yes", [Given.Prefix("198.19.4.0/24"), Given.Prefix("198.19.4.2"), Given.Prefix("198.19.4.9")]));
        reply.Lifted.ShouldBe(2);
        reply.Sample.Select(ban => ban.Address.ToString()).ShouldBe(["198.19.4.0/24", "198.19.4.2"]);
        (await client.BansAsync(new BanFilter(Within: Given.Prefix("198.19.4.0/24")))).Bans.ShouldHaveSingleItem().Address.ToString().ShouldBe("198.19.4.1");
        var entries = (await admin.AuditAsync()).Entries.Where(entry => entry.Action == "lift").Take(2).ToArray();
        (entries[0].After, entries[0].Before).ShouldBe(("2 lifted", "198.19.4.0/24 (manual), 198.19.4.2 (manual)"));
        (entries[1].Subject, entries[1].Outcome).ShouldBe(("within 198.19.4.0/24", "refused: 3 match and not 2"));
    }

    [Theory]
    [InlineData("/api/v1/bans/lift", """{"reason":"x"}""", "addresses")]
    [InlineData("/api/v1/bans/lift", """{"reason":"x","addresses":[]}""", "addresses")]
    [InlineData("/api/v1/bans/lift", """{"reason":"x","addresses":["198.19.5.1"],"text":"y"}""", "addresses")]
    [InlineData("/api/v1/bans/lift", """{"reason":"","text":"y"}""", "reason")]
    [InlineData("/api/v1/bans/lift", """{"reason":"x","texts":"y"}""", "texts")]
    [InlineData("/api/v1/bans/lift", """{"reason":"x","addresses":["198.19.5.1/8"]}""", "addresses[0]")]
    [InlineData("/api/v1/bans/bulk", """{"bans":[]}""", "bans")]
    [InlineData("/api/v1/bans/bulk", """{"bans":[null]}""", "bans[0]")]
    [InlineData("/api/v1/bans/bulk", """{"bans":[{"address":"198.19.5.1","reason":"x"},{"address":"198.19.5.2","reason":"x","ttlSeconds":-1}]}""", "bans[1].ttlSeconds")]
    [InlineData("/api/v1/bans/bulk", """{"bans":[{"address":"198.19.5.1","reason":"x"},{"address":"198.19.5.300","reason":"x"}]}""", "bans[1].address")]
    public async Task A_call_that_makes_no_sense_changes_nothing_and_names_the_member(string path, string body, string field)
    {
        using var http = running.Silo.Http("operator");
        using var response = await http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Problem()).GetProperty("field").GetString().ShouldBe(field);
        using var client = running.Silo.Client("operator");
        (await client.BansAsync(new BanFilter(Within: Given.Prefix("198.19.5.0/24")))).Bans.ShouldBeEmpty();
    }
}
