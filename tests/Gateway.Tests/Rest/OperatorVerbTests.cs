using System.Net;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Rest;

public sealed class OperatorVerbTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private readonly SiloProcess _silo = running.Silo;

    [Fact]
    public async Task A_ban_is_listed_explained_and_lifted()
    {
        using var client = _silo.Client("operator");
        var address = Given.Prefix("203.0.113.10");
        var made = await client.BanAsync(new BanCreate(address, "rude"));
        made.Changed.ShouldBeTrue();
        made.Ban.SecondsLeft.ShouldBeInRange(3500, 3600);
        made.Ban.Origin.ShouldBe(BanOrigin.Manual);
        made.Ban.Actor.ShouldStartWith("operator (");

        (await client.BansAsync(new BanFilter(Covering: address.Address))).Bans.ShouldHaveSingleItem().Reason.ShouldBe("rude");
        var why = await client.ExplainAsync(address.Address);
        why.Bans.ShouldHaveSingleItem().Reason.ShouldBe("rude");
        why.Standing.ShouldBe(Standing.Clean);

        (await client.UnbanAsync(address, "sorry")).Lifted.ShouldHaveSingleItem().Address.ShouldBe(address);
        (await client.BansAsync(new BanFilter(Covering: address.Address))).Bans.ShouldBeEmpty();
        (await client.UnbanAsync(address, "again")).Lifted.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_prefix_stays_a_prefix()
    {
        using var client = _silo.Client("operator");
        (await client.BanAsync(new BanCreate(Given.Prefix("198.18.5.0/24"), "all of them"))).Ban.Address.ToString().ShouldBe("198.18.5.0/24");
        (await client.BansAsync(new BanFilter(Covering: IpKey.Parse("198.18.5.77")))).Bans.ShouldHaveSingleItem().Address.Length.ShouldBe((byte)24);
        await client.UnbanAsync(Given.Prefix("198.18.5.0/24"), "done");
    }

    [Fact]
    public async Task Pages_follow_one_another_without_gap_or_repeat()
    {
        using var client = _silo.Client("operator");
        var wanted = Enumerable.Range(1, 25).Select(i => Given.Prefix($"198.19.1.{i}")).ToArray();
        foreach (var address in wanted) await client.BanAsync(new BanCreate(address, "page"));
        var listed = new List<BanView>();
        await foreach (var ban in client.AllBansAsync(new BanFilter(Limit: 10))) listed.Add(ban);
        listed.Where(ban => ban.Reason == "page").Select(ban => ban.Address).ShouldBe(wanted);
        foreach (var address in wanted) await client.UnbanAsync(address, "done");
    }

    [Fact]
    public async Task A_protected_address_is_a_conflict_with_the_rule_and_is_audited()
    {
        using var client = _silo.Client("operator");
        using var admin = _silo.Client("admin");
        var refused = await Should.ThrowAsync<TegumentApiException>(client.BanAsync(new BanCreate(Given.Prefix("127.0.0.53"), "by mistake")));
        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Field.ShouldBe("address");
        refused.Detail!.ShouldContain("loopback");
        var entry = (await admin.AuditAsync()).Entries.First(e => e.Subject == "127.0.0.53");
        (entry.Action, entry.Reason, entry.From).ShouldBe(("ban", "by mistake", "127.0.0.1"));
        entry.Outcome.ShouldStartWith("refused: protected: loopback");
    }

    [Fact]
    public async Task A_ban_that_no_host_enforces_says_so()
    {
        using var client = _silo.Client("operator");
        var address = Given.Prefix("203.0.113.11");
        (await client.BanAsync(new BanCreate(address, "test"))).Note!.ShouldStartWith("decided, not enforced here");
        await client.UnbanAsync(address, "done");
    }

    [Fact]
    public async Task A_posture_for_a_while_returns_to_the_one_before()
    {
        using var client = _silo.Client("operator");
        var before = await client.PostureAsync();
        var set = await client.SetPostureAsync(new PosturePut(PostureLevel.Hardened, "for a moment", 1));
        set.Level.ShouldBe(PostureLevel.Hardened);
        set.Until.ShouldNotBeNull();
        await Eventually.That(async () => (await client.PostureAsync()).Level == before.Level, "the posture before");
    }

    [Fact]
    public async Task Every_change_is_audited_with_before_and_after()
    {
        using var client = _silo.Client("operator");
        using var admin = _silo.Client("admin");
        var address = Given.Prefix("203.0.113.12");
        await client.BanAsync(new BanCreate(address, "first"));
        await client.UnbanAsync(address, "second");
        var entries = (await admin.AuditAsync(1000)).Entries.Where(e => e.Subject == "203.0.113.12").ToArray();
        entries.Select(e => (e.Action, e.Reason, e.Outcome)).ShouldBe([("unban", "second", "done"), ("ban", "first", "done")]);
        entries[0].Before!.ShouldContain("manual by operator");
        entries[1].After!.ShouldContain("manual by operator");
    }

    [Fact]
    public async Task Flushing_a_host_that_is_not_connected_is_a_conflict()
    {
        using var admin = _silo.Client("admin");
        var refused = await Should.ThrowAsync<TegumentApiException>(admin.FlushAsync("nowhere", "test"));
        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Message.ShouldContain("nowhere");
    }

    [Fact]
    public async Task Status_counts_bans_and_tells_of_the_storage()
    {
        using var client = _silo.Client("operator");
        var status = await client.StatusAsync();
        status.Storage.State.ShouldBe(StorageState.Ready);
        status.Storage.Commits.ShouldBeGreaterThan(0);
        status.UptimeSeconds.ShouldBeGreaterThan(0);
        status.Version.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_silo_that_does_not_answer_is_one_clear_line()
    {
        using var client = new TegumentClient(new Uri("http://127.0.0.1:1"), "x");
        var away = await Should.ThrowAsync<SiloUnreachableException>(client.StatusAsync());
        away.Message.ShouldContain("http://127.0.0.1:1");
        away.Message.ShouldContain("tegument up");
        away.Message.ShouldNotContain("\n");
    }
}
