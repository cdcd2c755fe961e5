using System.Net;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Link;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Link;

public sealed class LinkTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private readonly SiloProcess _silo = running.Silo;

    [Fact]
    public async Task Evidence_becomes_an_ack_a_hint_and_a_delta()
    {
        await using var link = await Connect("path");
        await link.SendAsync(new PullFrame(null));
        var snapshot = (await link.Next<DeltaFrame>()).Delta;
        snapshot.IsSnapshot.ShouldBeTrue();

        (await link.Deliver(Given.Scan("path", "s1", 0, "198.51.100.20"))).Refusal.ShouldBeNull();
        await link.SendAsync(new PullFrame(snapshot.Position));
        var delta = (await link.Next<DeltaFrame>()).Delta;
        delta.IsSnapshot.ShouldBeFalse();
        delta.Position.Revision.ShouldBeGreaterThan(snapshot.Position.Revision);
        var entry = delta.Entries.Single(e => e.Prefix == Given.Prefix("198.51.100.20"));
        entry.Origin.ShouldBe(BanOrigin.Automatic);
        entry.SecondsLeft.ShouldBeGreaterThan(60);
    }

    [Fact]
    public async Task A_ban_by_a_person_reaches_executors_as_a_hint()
    {
        await using var link = await Connect("hinted");
        using var client = _silo.Client("operator");
        var made = await client.BanAsync(new BanCreate(Given.Prefix("198.51.100.21"), "test"));
        await link.Next<HintFrame>(hint => hint.Position.Revision >= made.Ban.Revision);
    }

    [Fact]
    public async Task Batches_are_acknowledged_in_the_order_they_came()
    {
        await using var link = await Connect("ordered");
        for (var i = 0; i < 200; i++) await link.SendAsync(new BatchFrame(Given.Scan("ordered", "s1", i, $"203.0.113.{i % 250 + 1}")));
        for (var i = 0; i < 200; i++) (await link.Next<AckFrame>()).Sequence.ShouldBe(i);
    }

    [Fact]
    public async Task A_batch_that_makes_no_sense_is_refused_for_good_and_the_link_goes_on()
    {
        await using var link = await Connect("nonsense");
        var batch = Given.Scan("nonsense", "s1", 1, "198.51.100.22");
        var refused = await link.Deliver(batch with { Items = [batch.Items[0] with { Ports = -1 }] });
        refused.Refusal!.ShouldContain("items[0].ports");
        (await link.Deliver(batch with { Sequence = 2 })).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task A_large_batch_crosses_the_link_whole()
    {
        await using var link = await Connect("large");
        var sources = Enumerable.Range(0, EvidenceBatch.MaxItems).Select(i => $"2001:db8:{i:x}::1").ToArray();
        (await link.Deliver(Given.Scan("large", "s1", 0, sources))).Refusal.ShouldBeNull();
        await link.SendAsync(new PullFrame(null));
        var delta = (await link.Next<DeltaFrame>(frame => frame.Delta.IsSnapshot)).Delta;
        delta.Entries.Count(entry => entry.Prefix.Length == 64).ShouldBe(EvidenceBatch.MaxItems);
    }

    [Fact]
    public async Task A_heartbeat_lists_the_host_and_protects_what_it_names()
    {
        await using var link = await Connect("beating");
        using var client = _silo.Client("operator");
        await link.SendAsync(new HeartbeatFrame(Given.Report("beating", enforcing: true)));
        await Eventually.That(
            async () => (await client.HostsAsync()).Hosts.Any(host => host is { Online: true, Report: { Host: "beating", Enforcing: true } }), "the host in the list");
        var refused = await Should.ThrowAsync<TegumentApiException>(client.BanAsync(new BanCreate(Given.Prefix("192.0.2.1"), "test")));
        refused.Detail!.ShouldContain("gateway 192.0.2.1");
        (await client.BanAsync(new BanCreate(Given.Prefix("198.51.100.23"), "test"))).Note.ShouldBeNull();
    }

    [Fact]
    public async Task An_administrators_flush_reaches_the_host_as_a_command()
    {
        await using var link = await Connect("flushed");
        using var admin = _silo.Client("admin");
        (await admin.FlushAsync("flushed", "maintenance")).Links.ShouldBe(1);
        var command = await link.Next<CommandFrame>();
        (command.Command, command.Reason).ShouldBe(("flush", "maintenance"));
        command.Actor.ShouldStartWith("admin (");
    }

    [Fact]
    public async Task A_token_without_the_roles_does_not_get_a_link()
    {
        var refused = await Should.ThrowAsync<TegumentApiException>(TegumentLink.ConnectAsync(_silo.As("operator"), Given.Hello("intruder")));
        refused.Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Roles_are_judged_per_frame()
    {
        await using var link = await TegumentLink.ConnectAsync(await Token(TokenRole.Executor), Given.Hello("deaf"));
        await link.SendAsync(new BatchFrame(Given.Scan("deaf", "s1", 0, "198.51.100.24")));
        (await link.Next<ErrorFrame>()).Message.ShouldContain("sensor");
        await link.SendAsync(new PullFrame(null));
        await link.Next<DeltaFrame>();
    }

    [Fact]
    public async Task A_sensor_without_the_executors_role_gets_no_deltas()
    {
        await using var link = await TegumentLink.ConnectAsync(await Token(TokenRole.Sensor), Given.Hello("blind"));
        await link.SendAsync(new PullFrame(null));
        (await link.Next<ErrorFrame>()).Message.ShouldContain("executor");
    }

    [Fact]
    public async Task A_sensor_speaks_for_its_own_host_only()
    {
        await using var link = await Connect("honest");
        await link.SendAsync(new BatchFrame(Given.Scan("other", "s1", 0, "198.51.100.25")));
        (await link.Next<ErrorFrame>()).Message.ShouldContain("'honest'");
    }

    [Fact]
    public async Task A_revoked_token_loses_its_links()
    {
        using var admin = _silo.Client("admin");
        var made = await admin.CreateTokenAsync(new TokenCreate("agent-2", [TokenRole.Sensor, TokenRole.Executor]));
        await using var link = await TegumentLink.ConnectAsync(new SiloEndpoint(_silo.Address, made.Secret), Given.Hello("fired"));
        await admin.RevokeTokenAsync(made.Token.Id, "leaked");
        await link.Rest();
        await Eventually.That(async () => (await admin.StatusAsync()).Links.Dropped.ContainsKey("revoked"), "the counted reason");
    }

    private Task<TegumentLink> Connect(string host) => TegumentLink.ConnectAsync(_silo.As("agent"), Given.Hello(host));

    private async Task<SiloEndpoint> Token(TokenRole role)
    {
        using var admin = _silo.Client("admin");
        return new SiloEndpoint(_silo.Address, (await admin.CreateTokenAsync(new TokenCreate("one-role", [role]))).Secret);
    }
}
