using System.Net;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Link;
using Tegument.Contracts.Posture;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Rest;

/// <summary>A lockdown's way from a person to the hosts and back, with hosts that only talk. Each test has a silo of its own: they share one posture.</summary>
public sealed class LockdownTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private SiloProcess _silo = null!;
    private TegumentClient _operator = null!;

    public async Task InitializeAsync()
    {
        _silo = await SiloProcess.Start(_directory.Path);
        _operator = _silo.Client("operator");
    }

    public async Task DisposeAsync()
    {
        _operator.Dispose();
        await _silo.DisposeAsync();
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task It_is_confirmed_only_after_every_enforcing_host_has_told_that_it_is_closed()
    {
        await using var link = await Connect("web1");
        await link.SendAsync(new HeartbeatFrame(Report("web1", LockdownReport.Off)));
        await Eventually.That(async () => (await _operator.HostsAsync()).Hosts is [{ Online: true }], "the host's report");

        var armed = await Lock();
        armed.Pending!.ConfirmBy.ShouldBe(armed.Until!.Value);
        var order = (await link.Next<PostureFrame>(f => f.Lockdown is not null)).Lockdown!;
        order.ShouldSatisfyAllConditions(o => o.Confirmed.ShouldBeFalse(), o => o.SecondsLeft!.Value.ShouldBeInRange(1, 60), o => o.TcpPorts.ShouldBeEmpty());
        // On a busy machine the last heartbeat may be old by now, and a silent host holds nobody up.
        await link.SendAsync(new HeartbeatFrame(Report("web1", LockdownReport.Off)));
        await Eventually.That(async () => (await _operator.HostsAsync()).Hosts is [{ Online: true, LagSeconds: < 8 }], "the host's report");
        (await Conflict()).ShouldContain("web1");

        await link.SendAsync(new HeartbeatFrame(Report("web1", new LockdownReport(LockdownPhase.Armed, order.Id, order.Lists, order.SecondsLeft))));
        await Eventually.That(async () => (await _operator.HostsAsync()).Hosts is [{ Report.Lockdown.Phase: LockdownPhase.Armed }], "the host's report");
        var confirmed = await _operator.ConfirmPostureAsync(armed.Version);
        confirmed.ShouldSatisfyAllConditions(p => p.Level.ShouldBe(PostureLevel.Lockdown), p => p.Pending.ShouldBeNull(), p => p.Until.ShouldBeNull());
        (await link.Next<PostureFrame>(f => f.Lockdown is { Confirmed: true })).Lockdown!.SecondsLeft.ShouldBeNull();

        await _operator.SetPostureAsync(new PosturePut(PostureLevel.Balanced, "over"));
        (await link.Next<PostureFrame>(f => f.Lockdown is null)).Posture.Level.ShouldBe(PostureLevel.Balanced);
        using var admin = _silo.Client("admin");
        (await admin.AuditAsync()).Entries.Take(4).Select(e => $"{e.Action} {e.Outcome.Split(':')[0]}").ShouldBe(["posture done", "confirm done", "confirm refused", "posture done"]);
    }

    [Fact]
    public async Task A_host_that_cannot_close_and_one_that_only_observes_hold_nobody_up()
    {
        await using var broken = await Connect("broken");
        await using var watching = await Connect("watching");
        var armed = await Lock();
        var order = (await broken.Next<PostureFrame>(f => f.Lockdown is not null)).Lockdown!;
        await broken.SendAsync(new HeartbeatFrame(Report("broken", new LockdownReport(LockdownPhase.Armed, order.Id, order.Lists, Fault: "no such module"))));
        await watching.SendAsync(new HeartbeatFrame(Given.Report("watching", enforcing: false)));
        await Eventually.That(async () => (await _operator.HostsAsync()).Hosts.Length == 2, "the host's report");
        (await _operator.ConfirmPostureAsync()).Version.ShouldBe(armed.Version + 1);
    }

    [Fact]
    public async Task A_host_that_links_later_learns_it_in_the_welcome_and_one_that_missed_it_by_its_heartbeat()
    {
        await Lock();
        await using var link = await Connect("late");
        var order = link.Welcome.Lockdown.ShouldNotBeNull();
        await link.SendAsync(new HeartbeatFrame(Report("late", LockdownReport.Off)));
        (await link.Next<PostureFrame>()).Lockdown!.Id.ShouldBe(order.Id);
        await _operator.SetPostureAsync(new PosturePut(PostureLevel.Balanced, "over"));
        await link.Next<PostureFrame>(f => f.Lockdown is null);
        await link.SendAsync(new HeartbeatFrame(Report("late", new LockdownReport(LockdownPhase.Armed, order.Id, order.Lists))));
        (await link.Next<PostureFrame>()).Lockdown.ShouldBeNull();
    }

    [Fact]
    public async Task Unconfirmed_it_falls_back_and_says_so_to_late_confirmations()
    {
        await using var link = await Connect("web1");
        await Lock(within: 10);
        await link.Next<PostureFrame>(f => f is { Lockdown: null, Posture.Level: PostureLevel.Balanced });
        (await _operator.PostureAsync()).Level.ShouldBe(PostureLevel.Balanced);
        (await Conflict()).ShouldContain("waits for no confirmation");
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_by_field_and_by_role()
    {
        (await Field(new PosturePut(PostureLevel.Lockdown, "r", ConfirmWithinSeconds: 5))).ShouldBe("confirmWithinSeconds");
        (await Field(new PosturePut(PostureLevel.Lockdown, "r", ConfirmWithinSeconds: 601))).ShouldBe("confirmWithinSeconds");
        (await Field(new PosturePut(PostureLevel.Hardened, "r", ConfirmWithinSeconds: 60))).ShouldBe("confirmWithinSeconds");
        var armed = await Lock();
        (await Should.ThrowAsync<TegumentApiException>(() => _operator.ConfirmPostureAsync(armed.Version + 1))).Status.ShouldBe(HttpStatusCode.Conflict);
        using var host = _silo.Client("agent");
        (await Should.ThrowAsync<TegumentApiException>(() => host.ConfirmPostureAsync())).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_preview_says_whether_an_address_would_get_through()
    {
        await using var link = await Connect("web1");
        await link.SendAsync(new HeartbeatFrame(Report("web1", LockdownReport.Off) with { Protection = Protection.None with { Own = [IpKey.Parse("192.0.2.10")], Sessions = [IpKey.Parse("198.51.100.9")] } }));
        await Eventually.That(async () => (await _operator.LockdownPreviewAsync()).Hosts == 1, "the host's report");
        (await _operator.LockdownPreviewAsync()).AdmittedBy.ShouldBe("loopback");
        (await _operator.LockdownPreviewAsync(IpKey.Parse("203.0.113.4"))).AdmittedBy.ShouldBeNull();
        (await _operator.LockdownPreviewAsync(IpKey.Parse("198.51.100.9"))).AdmittedBy.ShouldBe("administrator session from 198.51.100.9");
        var own = await _operator.LockdownPreviewAsync(IpKey.Parse("192.0.2.10"));
        own.ShouldSatisfyAllConditions(p => p.AdmittedBy.ShouldBe("own address 192.0.2.10"), p => p.ConfirmWithinSeconds.ShouldBe(60), p => p.Sources.ShouldBe(2));
    }

    private Task<PostureSnapshot> Lock(double? within = null) => _operator.SetPostureAsync(new PosturePut(PostureLevel.Lockdown, "siege", ConfirmWithinSeconds: within));

    private async Task<string> Conflict()
    {
        var refusal = await Should.ThrowAsync<TegumentApiException>(() => _operator.ConfirmPostureAsync());
        refusal.Status.ShouldBe(HttpStatusCode.Conflict);
        return refusal.Message;
    }

    private async Task<string?> Field(PosturePut body) =>
        (await Should.ThrowAsync<TegumentApiException>(() => _operator.SetPostureAsync(body))).Field;

    private Task<TegumentLink> Connect(string host) => TegumentLink.ConnectAsync(_silo.As("agent"), Given.Hello(host));

    private static HostReport Report(string host, LockdownReport lockdown) => Given.Report(host, enforcing: true) with { Lockdown = lockdown };
}
