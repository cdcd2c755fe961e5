using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.CrowdSec;

/// <summary>What a bouncer is sent from pull to pull, by the real silo.</summary>
public sealed class DecisionStreamTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private SiloProcess _silo = null!;
    private BouncerClient _bouncer = null!;

    public async Task InitializeAsync()
    {
        _silo = await SiloProcess.Start(_directory.Path);
        _bouncer = await BouncerClient.Of(_silo);
    }

    public async Task DisposeAsync()
    {
        _bouncer.Dispose();
        await _silo.DisposeAsync();
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Starting_brings_everything_and_each_pull_after_it_only_what_changed()
    {
        await Ban("203.0.113.1", 3600);
        await Ban("198.18.5.0/24", 3600);
        await Ban("2001:db8::1", 3600);
        (await _bouncer.Pull("startup=true")).New.ShouldBe(["198.18.5.0/24", "203.0.113.1", "2001:db8::1"], ignoreOrder: true);
        Nothing(await _bouncer.Pull());
        await Ban("203.0.113.2", 3600);
        await Unban("203.0.113.1");
        var (made, ended) = await _bouncer.Pull("startup=false");
        made.ShouldBe(["203.0.113.2"]);
        ended.ShouldBe(["203.0.113.1"]);
        (await _bouncer.Pull("startup=true")).New.Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_decision_has_the_members_that_bouncers_read()
    {
        await Ban("203.0.113.1", 3600);
        await Ban("2001:db8:1::/48", 120);
        var all = (await _bouncer.Json("/v1/decisions/stream?startup=true")).GetProperty("new").EnumerateArray().ToArray();
        var single = all.Single(d => d.GetProperty("value").GetString() == "203.0.113.1");
        single.GetProperty("scope").GetString().ShouldBe("Ip");
        single.GetProperty("type").GetString().ShouldBe("ban");
        single.GetProperty("origin").GetString().ShouldBe("cscli");
        single.GetProperty("scenario").GetString().ShouldBe("because of 203.0.113.1");
        single.GetProperty("id").GetInt64().ShouldBe((32L << 32) | 0xCB007101);
        single.GetProperty("duration").GetString()!.ShouldStartWith("59m5");
        all.Single(d => d.GetProperty("scope").GetString() == "Range").GetProperty("value").GetString().ShouldBe("2001:db8:1::/48");
    }

    [Fact]
    public async Task A_value_is_deleted_only_when_no_ban_of_it_is_left()
    {
        using var agent = _silo.Client("agent");
        await Ban("203.0.113.1", 3600);
        await agent.BanAsync(new BanCreate(Given.Prefix("203.0.113.1"), "the mail server asked", 600));
        await Ban("203.0.113.0/24", 3600);
        await _bouncer.Pull("startup=true");
        await Unban("203.0.113.1", BanOrigin.Manual);
        var (made, ended) = await _bouncer.Pull();
        made.ShouldBe(["203.0.113.1"]);
        ended.ShouldBeEmpty();
        await Unban("203.0.113.1", BanOrigin.Api);
        (await _bouncer.Pull()).Deleted.ShouldBe(["203.0.113.1"]);
        await Unban("203.0.113.0/24");
        (await _bouncer.Pull()).Deleted.ShouldBe(["203.0.113.0/24"]);
    }

    [Fact]
    public async Task A_ban_that_runs_out_is_deleted_with_a_negative_duration()
    {
        await Ban("203.0.113.1", 2);
        await _bouncer.Pull("startup=true");
        var ended = await Eventually.Get(
            async () => (await _bouncer.Json("/v1/decisions/stream")).GetProperty("deleted") is { } list && list.GetArrayLength() > 0 ? list[0].GetRawText() : null, "the end");
        ended.ShouldContain("\"value\":\"203.0.113.1\"");
        ended.ShouldContain("\"duration\":\"-");
    }

    [Fact]
    public async Task A_ban_made_longer_is_announced_again_once_its_old_end_has_come()
    {
        await Ban("203.0.113.1", 3);
        await _bouncer.Pull("startup=true");
        await Ban("203.0.113.1", 3600);
        var (made, ended) = await _bouncer.Pull();
        made.ShouldBe(["203.0.113.1"], "told at once, which a bouncer that has it already ignores");
        ended.ShouldBeEmpty();
        Nothing(await _bouncer.Pull());
        await Eventually.That(async () => (await _bouncer.Pull()).New.Contains("203.0.113.1"), "the value anew, now that the bouncer's own has run out");
    }

    [Fact]
    public async Task A_restart_of_the_silo_loses_no_ban_and_no_unban()
    {
        await Ban("203.0.113.1", 3600);
        await Ban("203.0.113.2", 3600);
        await _bouncer.Pull("startup=true");
        await Unban("203.0.113.1");
        await Ban("203.0.113.3", 3600);
        var token = _silo.Token("operator");
        await _silo.Kill();
        await using var again = await SiloProcess.Start(_directory.Path, "--listen", _silo.Address.ToString());
        again.Token("operator").ShouldBe(token);
        var (made, ended) = await _bouncer.Pull();
        made.ShouldBe(["203.0.113.3"]);
        ended.ShouldBe(["203.0.113.1"]);
        Nothing(await _bouncer.Pull());
    }

    [Fact]
    public async Task Two_bouncers_each_have_their_own_place()
    {
        using var other = await BouncerClient.Of(_silo);
        await Ban("203.0.113.1", 3600);
        await _bouncer.Pull("startup=true");
        (await other.Pull()).New.ShouldBe(["203.0.113.1"], "one that we have never seen gets everything, whatever it says");
        await Unban("203.0.113.1");
        (await _bouncer.Pull()).Deleted.ShouldBe(["203.0.113.1"]);
        (await other.Pull()).Deleted.ShouldBe(["203.0.113.1"]);
    }

    [Fact]
    public async Task Filters_choose_by_scope_origin_and_scenario()
    {
        using var agent = _silo.Client("agent");
        await agent.BanAsync(new BanCreate(Given.Prefix("203.0.113.1"), "http-probing of the shop", 600));
        await Ban("198.18.5.0/24", 3600);
        (await _bouncer.Pull("startup=true&scopes=ip")).New.ShouldBe(["203.0.113.1"]);
        (await _bouncer.Pull("startup=true&scopes=Range")).New.ShouldBe(["198.18.5.0/24"]);
        (await _bouncer.Pull("startup=true&scopes=country")).New.ShouldBeEmpty();
        (await _bouncer.Pull("startup=true&origins=manual")).New.ShouldBe(["198.18.5.0/24"]);
        (await _bouncer.Pull("startup=true&origins=crowdsec,lists")).New.ShouldBeEmpty();
        (await _bouncer.Pull("startup=true&origins=CAPI,cscli")).New.Length.ShouldBe(2);
        (await _bouncer.Pull("startup=true&scenarios_containing=HTTP,ssh")).New.ShouldBe(["203.0.113.1"]);
        (await _bouncer.Pull("startup=true&scenarios_not_containing=http")).New.ShouldBe(["198.18.5.0/24"]);
        (await _bouncer.Pull("startup=true&dedup=true&additional_pull=false")).New.Length.ShouldBe(2, "parameters of other versions are no error");
    }

    [Fact]
    public async Task A_head_moves_nobody_on()
    {
        await Ban("203.0.113.1", 3600);
        using var head = await _bouncer.Send(HttpMethod.Head, "/v1/decisions/stream?startup=true");
        ((int)head.StatusCode).ShouldBe(200);
        (await _bouncer.Pull()).New.ShouldBe(["203.0.113.1"]);
    }

    private static void Nothing((string[] New, string[] Deleted) pulled)
    {
        pulled.New.ShouldBeEmpty();
        pulled.Deleted.ShouldBeEmpty();
    }

    private async Task Ban(string prefix, double seconds)
    {
        using var client = _silo.Client("operator");
        await client.BanAsync(new BanCreate(Given.Prefix(prefix), $"because of {prefix}", seconds));
    }

    private async Task Unban(string prefix, BanOrigin? origin = null)
    {
        using var client = _silo.Client("operator");
        await client.UnbanAsync(Given.Prefix(prefix), "enough", origin);
    }
}
