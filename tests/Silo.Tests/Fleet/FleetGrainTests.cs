using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Silo.Fleet;
using Tegument.Silo.Tests.Support;
using HostProtection = Tegument.Contracts.Fleet.Protection;

namespace Tegument.Silo.Tests.Fleet;

public sealed class FleetGrainTests : IAsyncDisposable
{
    private readonly TestSilo _silo = new();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task A_host_is_online_for_fifteen_seconds_after_its_last_word()
    {
        await _silo.Fleet.Heartbeat(TestSilo.Report("web1"));
        _silo.Time.Advance(TimeSpan.FromSeconds(15));
        (await _silo.Fleet.Hosts()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(h => h.Online.ShouldBeTrue(), h => h.LagSeconds.ShouldBe(15));
        _silo.Time.Advance(TimeSpan.FromSeconds(1));
        (await _silo.Fleet.Hosts()).ShouldHaveSingleItem().Online.ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_host_protects_is_refused_everywhere_also_after_a_restart()
    {
        await _silo.Fleet.Heartbeat(TestSilo.Report("web1", HostProtection.None with { Own = [IpKey.Parse("198.51.100.1")], Sessions = [IpKey.Parse("198.51.100.2")] }));
        Rule(_silo, "198.51.100.1").ShouldBe("own address 198.51.100.1");
        Rule(_silo, "198.51.100.2").ShouldBe("administrator session from 198.51.100.2");
        _silo.Time.Advance(TimeSpan.FromSeconds(30));
        Rule(_silo, "198.51.100.1").ShouldNotBeNull();
        Rule(_silo, "198.51.100.2").ShouldBeNull();

        await using var next = new TestSilo(before: _silo);
        await next.Get<SiloRefresh>().Refresh();
        Rule(next, "198.51.100.1").ShouldNotBeNull();
        Rule(next, "198.51.100.2").ShouldBeNull();
    }

    [Fact]
    public async Task A_full_fleet_refuses_strangers_until_someone_has_been_silent_for_a_month()
    {
        for (var i = 0; i < FleetState.MaxHosts; i++) (await _silo.Fleet.Heartbeat(TestSilo.Report($"host{i}"))).ShouldBeTrue();
        (await _silo.Fleet.Heartbeat(TestSilo.Report("stranger"))).ShouldBeFalse();
        (await _silo.Fleet.Heartbeat(TestSilo.Report("host7"))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_report_of_nonsense_is_refused_by_field()
    {
        (await Should.ThrowAsync<ArgumentException>(() => _silo.Fleet.Heartbeat(TestSilo.Report("")))).Message.ShouldStartWith("host:");
        (await Should.ThrowAsync<ArgumentException>(() => _silo.Fleet.Heartbeat(TestSilo.Report("a") with { Protection = null! }))).Message.ShouldStartWith("protection:");
    }

    [Fact]
    public void What_a_host_may_protect_is_bounded_by_list()
    {
        var (one, net) = (IpKey.Parse("198.51.100.1"), IpPrefix.Parse("198.51.100.0/24"));
        Refusal(HostProtection.None with { Own = Many(one, 4097) }).ShouldBe("protection.own: 4097 are more than 4096");
        Refusal(HostProtection.None with { OnLink = Many(net, 4097) }).ShouldBe("protection.onLink: 4097 are more than 4096");
        Refusal(HostProtection.None with { Gateways = Many(one, 65) }).ShouldBe("protection.gateways: 65 are more than 64");
        Refusal(HostProtection.None with { Resolvers = Many(one, 65) }).ShouldBe("protection.resolvers: 65 are more than 64");
        Refusal(HostProtection.None with { Sessions = Many(one, 1025) }).ShouldBe("protection.sessions: 1025 are more than 1024");
        Refusal(new HostProtection(Many(one, 4096), Many(one, 64), Many(one, 64), Many(one, 1024), Many(net, 4096))).ShouldBeNull();

        static T[] Many<T>(T value, int count) => [.. Enumerable.Repeat(value, count)];
        static string? Refusal(HostProtection protection) => HostCheck.Refuse(TestSilo.Report("web1", protection));
    }

    [Fact]
    public async Task Incidents_keep_their_newest_state_newest_first()
    {
        await _silo.Fleet.Record("web1", "run-1", [Flood(1, 100), Flood(2, 100)]);
        await _silo.Fleet.Record("web1", "run-1", [Flood(1, 300), Flood(2, 50)]);
        (await _silo.Fleet.RecentIncidents(10)).Select(i => (i.Id, i.Packets)).ShouldBe([(1, 300), (2, 100)]);
        (await _silo.Fleet.RecentIncidents(1)).Length.ShouldBe(1);
    }

    [Fact]
    public void The_oldest_incidents_make_room()
    {
        var log = new IncidentLog(capacity: 2);
        foreach (var id in new[] { 1, 2, 3 }) log.Record("web1", "run-1", Flood(id, 1), default);
        log.Newest(10).Select(incident => incident.Id).ShouldBe([3, 2]);
        log.Forgotten.ShouldBe(1);
    }

    private static string? Rule(TestSilo silo, string address) => silo.Protection.Protects(IpPrefix.Parse(address));

    private VictimIncident Flood(long id, long packets) =>
        new(id, EvidenceKind.UdpFlood, "", IpKey.Parse("10.0.0.1"), 53, 10, packets, _silo.Now, _silo.Now, []);
}
