using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Qualia;
using Tegument.Silo.Qualia;
using Tegument.Silo.Tests.Support;

namespace Tegument.Silo.Tests.Qualia;

public sealed class QualiaGrainTests : IAsyncDisposable
{
    private readonly TestSilo _silo = new();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task Temperature_is_the_points_that_evidence_added_and_names_where_they_came_from()
    {
        await _silo.Take(_silo.Scan("203.0.113.9", 4), _silo.Scan("203.0.113.7", 2));
        var temperature = (await Second(_silo)).Temperature;
        temperature.Value.ShouldBe(60);
        temperature.Cause.ShouldBe("60 points/min: port-scan 60; most by 203.0.113.9 40, 203.0.113.7 20; told by web1 60");
        await _silo.Take(_silo.Scan("203.0.113.9", 4));
        (await Second(_silo)).Temperature.Value.ShouldBe(60 * Math.Exp(-1 / 60.0), 0.01);
        for (var i = 0; i < 59; i++) await Second(_silo);
        _silo.Get<QualiaBoard>().Current.ShouldNotBeNull().Temperature.Value.ShouldBe(60 / Math.E, 0.01);
    }

    [Fact]
    public async Task What_a_banned_source_goes_on_doing_does_not_heat()
    {
        await _silo.Take(_silo.Scan("203.0.113.9", 10));
        (await Second(_silo)).Temperature.Value.ShouldBe(100);
        await _silo.Take(_silo.Scan("203.0.113.9", 500));
        (await Second(_silo)).Temperature.Value.ShouldBeLessThan(100);
    }

    [Fact]
    public async Task Items_and_bans_of_a_second_are_told_by_kind()
    {
        await Second(_silo);
        await _silo.Take(_silo.Scan("203.0.113.9", 10), _silo.Scan("203.0.113.7", 2));
        await _silo.Operations.Ban(new BanRequest(IpPrefix.Parse("203.0.113.99"), BanOrigin.Manual, "op", "by hand", TimeSpan.FromHours(1)));
        var second = await Second(_silo);
        second.Evidence.ShouldHaveSingleItem().ShouldBe(new EvidenceCount(EvidenceKind.PortScan, Techniques.Syn, 2, 120));
        (second.ItemsPerSecond, second.BansPerSecond).ShouldBe((2, 2));
        (await Second(_silo)).ShouldSatisfyAllConditions(s => s.ItemsPerSecond.ShouldBe(0), s => s.BansPerSecond.ShouldBe(0), s => s.Evidence.ShouldBeEmpty());
    }

    [Fact]
    public async Task A_flood_on_a_victim_heats_once_a_minute_while_it_grows()
    {
        for (var i = 1; i <= 60; i++)
        {
            var flood = new VictimIncident(1, EvidenceKind.SynFlood, "", IpKey.Parse("10.0.0.1"), 80, 37_000, i * 1000, _silo.Now, _silo.Now, []);
            await _silo.Ingest.Take(new EvidenceBatch("web1", "run-1", i, [], [flood]));
            await Second(_silo);
        }

        _silo.Get<QualiaBoard>().Current!.Temperature.Value.ShouldBe(100 * Math.Exp(-59 / 60.0), 0.01);
        var more = new VictimIncident(1, EvidenceKind.SynFlood, "", IpKey.Parse("10.0.0.1"), 80, 37_000, 100_000, _silo.Now, _silo.Now, []);
        await _silo.Ingest.Take(new EvidenceBatch("web1", "run-1", 61, [], [more]));
        (await Second(_silo)).Temperature.Value.ShouldBe(100 + 100 / Math.E, 0.01);
    }

    [Fact]
    public async Task Severe_alerts_hurt_and_the_pain_fades()
    {
        var alert = new EvidenceItem(IpKey.Parse("203.0.113.9"), EvidenceKind.Alert, "sid-2010935", 1, 1, 1, 1, _silo.Now, _silo.Now, true, 3);
        await _silo.SetPosture(PostureLevel.Explore);
        await _silo.Take(alert, alert with { Incident = 2, Severity = 4 }, alert with { Incident = 3, Severity = 2 });
        var pain = (await Second(_silo)).Pain;
        pain.Value.ShouldBe(PainSense.HighHit + PainSense.CriticalHit);
        pain.Causes.ShouldHaveSingleItem().Name.ShouldBe("sid-2010935 by 203.0.113.9");
        _silo.Time.Advance(PainSense.HitConstant);
        (await Second(_silo)).Pain.Value.ShouldBe(30 / Math.E, 0.1);
    }

    [Fact]
    public async Task Lost_hosts_and_trouble_hurt_by_their_share()
    {
        await _silo.Fleet.Heartbeat(TestSilo.Report("web1"));
        await _silo.Fleet.Heartbeat(TestSilo.Report("web2"));
        (await Second(_silo)).Pain.ShouldSatisfyAllConditions(p => p.Value.ShouldBe(0), p => p.Cause.ShouldBe("no sign of damage"));
        _silo.Time.Advance(TimeSpan.FromMinutes(1));
        await _silo.Fleet.Heartbeat(TestSilo.Report("web2") with { Stale = "nft refused" });
        var pain = (await Second(_silo)).Pain;
        pain.Value.ShouldBe(60);
        pain.Cause.ShouldBe("hosts report trouble 40 (1 of 1: web2 nft refused); hosts fell silent 20 (1 of 2: web1 silent for 62 s)");
    }

    [Fact]
    public async Task A_restart_neither_cools_the_fleet_down_nor_forgets()
    {
        await _silo.Take(_silo.Scan("203.0.113.9", 9));
        for (var i = 0; i < 301; i++) await Second(_silo);
        await _silo.Take(_silo.Scan("203.0.113.8", 9));
        for (var i = 0; i < 300; i++) await Second(_silo);
        await using var next = new TestSilo(before: _silo);
        var before = _silo.Get<QualiaBoard>().Current!.Temperature;
        (await Second(next)).Temperature.Value.ShouldBe(before.Value * Math.Exp(-1 / 60.0), 0.05);
    }

    [Fact]
    public async Task Several_silos_add_up_within_a_second()
    {
        var grain = _silo.Grain<IQualiaGrain>(IQualiaGrain.Key);
        var sample = QualiaSample.Nothing with { Evidence = [new EvidenceCount(EvidenceKind.PortScan, "syn", 3, 30)], Bans = 1 };
        await grain.Feel(QualiaSample.Nothing);
        await grain.Feel(sample);
        await grain.Feel(sample);
        _silo.Time.Advance(TimeSpan.FromSeconds(1));
        (await grain.Now()).ShouldSatisfyAllConditions(s => s.Temperature.Value.ShouldBe(60), s => s.ItemsPerSecond.ShouldBe(6), s => s.BansPerSecond.ShouldBe(2));
    }

    [Fact]
    public async Task The_board_tells_of_each_second_once()
    {
        var told = new List<DateTimeOffset>();
        _silo.Get<QualiaBoard>().Changed += snapshot => told.Add(snapshot.At);
        for (var i = 0; i < 3; i++) await Second(_silo);
        await _silo.Get<QualiaFeed>().Round();
        told.ShouldBe([_silo.Now.AddSeconds(-2), _silo.Now.AddSeconds(-1), _silo.Now]);
    }

    internal static async Task<QualiaSnapshot> Second(TestSilo silo)
    {
        silo.Time.Advance(TimeSpan.FromSeconds(1));
        await silo.Get<QualiaFeed>().Round();
        return silo.Get<QualiaBoard>().Current!;
    }
}
