using Microsoft.Extensions.Logging.Abstractions;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Evidence;
using Tegument.Gateway.Tests.Support;
using Tegument.Silo.Host.Recording;
using Tegument.Silo.Host.Storage;
using Tegument.Silo.Hosting;
using Tegument.Silo.Policy;
using Tegument.Silo.Posture;

namespace Tegument.Gateway.Tests.Policy;

public sealed class EvidencePagesTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTimeProvider _time = new(Start);
    private readonly SqliteDatabase _database;
    private readonly EvidenceRecorder _recorder;
    private readonly EvidencePages _pages;
    private readonly TargetBoard _targets;

    public EvidencePagesTests()
    {
        _database = SqliteDatabase.Open(_directory.Path);
        _recorder = new EvidenceRecorder(
            new EvidenceStore(_database), new PolicyBoard(FleetPolicy.Default), new PostureBoard(new PostureOptions()), _time, NullLogger<EvidenceRecorder>.Instance);
        _pages = new EvidencePages(_database);
        _targets = new TargetBoard(_database, _recorder, _time);
    }

    public void Dispose()
    {
        _targets.Dispose();
        _recorder.Dispose();
        _database.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task An_incident_is_one_row_however_many_minutes_it_grew_the_latest_told_first()
    {
        await Tell(Item("203.0.113.1", 3) with { Sample = "first", TopPorts = [22, 80] });
        await Tell(Item("203.0.113.2", 1));
        for (var i = 1; i <= 5; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await Tell(Item("203.0.113.1", 3 + i) with { Sample = $"after {i}", TopPorts = [22, 80, 443], Verified = i > 2 });
        }

        var rows = All(EvidenceSearch.All);
        rows.Select(row => row.Source.ToString()).ShouldBe(["203.0.113.1", "203.0.113.2"]);
        rows[0].ShouldSatisfyAllConditions(
            row => row.Count.ShouldBe(8), row => row.Sample.ShouldBe("after 5"), row => row.TopPorts.ShouldBe([22, 80, 443]), row => row.Sensor.ShouldBe("web1"),
            row => row.Kind.ShouldBe(EvidenceKind.PortScan), row => row.Technique.ShouldBe("syn"), row => row.Verified.ShouldBeTrue(), row => row.LastSeen.ShouldBe(Start.AddMinutes(5)));
        rows[1].ShouldSatisfyAllConditions(row => row.TopPorts.ShouldBeEmpty(), row => row.Sample.ShouldBeNull());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Pages_hold_every_incident_once_in_order_whatever_their_size(int limit)
    {
        var random = new Random(3);
        for (var minute = 0; minute < 6; minute++)
        {
            await Tell([.. Enumerable.Range(0, 10).Select(_ => Item($"198.51.100.{random.Next(20)}", minute + 1, incident: random.Next(3)))]);
            _time.Advance(TimeSpan.FromSeconds(40));
        }

        var (paged, whole) = (All(EvidenceSearch.All, limit), All(EvidenceSearch.All, 1000));
        paged.Select(Key).ShouldBe(whole.Select(Key));
        whole.Select(row => (row.Source, row.Targets)).Distinct().Count().ShouldBe(whole.Count);
        whole.Select(row => row.LastSeen).ShouldBe(whole.Select(row => row.LastSeen).OrderDescending());
        All(new EvidenceSearch(IpPrefix.Parse("198.51.100.0/24")), limit).Select(Key).ShouldBe(whole.Select(Key), "a network that is read at once is in the same order");
    }

    [Fact]
    public async Task A_search_narrows_by_network_kind_technique_sensor_and_time()
    {
        await Tell(Item("203.0.113.1", 1), Item("2001:db8::1", 1), Item("198.51.100.1", 9, EvidenceKind.BruteForce, Techniques.Ssh));
        _time.Advance(TimeSpan.FromMinutes(10));
        await Tell(Item("203.0.113.1", 2), Item("203.0.113.77", 1, EvidenceKind.BruteForce, Techniques.Ftp));
        _recorder.Offer(new EvidenceBatch("web2", "s", 0, [Item("203.0.113.5", 4)], []));
        await _recorder.Flush();

        string[] Sources(EvidenceSearch search) => [.. All(search).Select(row => row.Source.ToString()).Order(StringComparer.Ordinal)];
        Sources(new EvidenceSearch(IpPrefix.Parse("203.0.113.0/26"))).ShouldBe(["203.0.113.1", "203.0.113.5"]);
        Sources(new EvidenceSearch(IpPrefix.Parse("2001:db8::/32"))).ShouldBe(["2001:db8::1"]);
        Sources(new EvidenceSearch(IpPrefix.Parse("0.0.0.0/0"))).Length.ShouldBe(4);
        Sources(new EvidenceSearch(Kind: EvidenceKind.BruteForce)).ShouldBe(["198.51.100.1", "203.0.113.77"]);
        Sources(new EvidenceSearch(Technique: Techniques.Ftp)).ShouldBe(["203.0.113.77"]);
        Sources(new EvidenceSearch(Sensor: "web2")).ShouldBe(["203.0.113.5"]);
        Sources(new EvidenceSearch(Sensor: "nobody")).ShouldBeEmpty();
        Sources(new EvidenceSearch(Since: Start.AddMinutes(5))).ShouldBe(["203.0.113.1", "203.0.113.5", "203.0.113.77"]);
        All(new EvidenceSearch(IpPrefix.Parse("203.0.113.1"), Until: Start.AddMinutes(5))).ShouldHaveSingleItem().Count.ShouldBe(1);
        All(new EvidenceSearch(Until: Start.AddMinutes(5))).Single(row => row.Source == IpKey.Parse("203.0.113.1")).Count.ShouldBe(1, "as it stood then");
    }

    [Fact]
    public async Task A_page_that_finds_little_looks_at_so_many_rows_and_names_where_to_go_on()
    {
        await Tell(Item("203.0.113.9", 1, EvidenceKind.BruteForce, Techniques.Ssh));
        for (var minute = 1; minute <= 2; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            for (var part = 0; part < 30; part++)
                _recorder.Offer(new EvidenceBatch("web1", "s1", 0, [.. Enumerable.Range(0, 1000).Select(i => Item($"10.{part}.{i / 250}.{i % 250}", minute))], []));
            await _recorder.Flush();
        }

        var first = _pages.Page(new EvidenceSearch(Kind: EvidenceKind.BruteForce), 10, null);
        first.Items.ShouldBeEmpty();
        EvidencePlace.TryParse(first.Next, out var place).ShouldBeTrue();
        _pages.Page(new EvidenceSearch(Kind: EvidenceKind.BruteForce), 10, place).ShouldSatisfyAllConditions(
            page => page.Items.ShouldHaveSingleItem().Source.ShouldBe(IpKey.Parse("203.0.113.9")), page => page.Next.ShouldBeNull());
        _pages.Page(new EvidenceSearch(IpPrefix.Parse("203.0.113.9")), 10, null).Items.ShouldHaveSingleItem("an address is found at once, however much came since");
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("not a place")]
    [InlineData("AAAA")]
    public void What_is_no_place_is_none(string text) => EvidencePlace.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public async Task Ports_count_by_what_incidents_grew_in_the_period_and_their_sources()
    {
        await Tell(Item("203.0.113.1", 100, EvidenceKind.BruteForce, Techniques.Ssh) with { Ports = 1, TopPorts = [22] });
        _time.Advance(TimeSpan.FromMinutes(30));
        await Tell(
            Item("203.0.113.1", 110, EvidenceKind.BruteForce, Techniques.Ssh) with { Ports = 1, TopPorts = [22] },
            Item("203.0.113.2", 1000) with { FirstSeen = _time.GetUtcNow(), Ports = 1000, TopPorts = [22, 80, 443, 21, 25, 23, 110, 3306] },
            Item("203.0.113.3", 12, EvidenceKind.PortScan, Techniques.Udp) with { FirstSeen = _time.GetUtcNow(), Ports = 4, TopPorts = [161, 53, 123, 8] });
        _time.Advance(TimeSpan.FromMinutes(1));
        await Tell(Item("203.0.113.1", 150, EvidenceKind.BruteForce, Techniques.Ssh) with { Ports = 1, TopPorts = [22] });

        var list = await Targets("15m", TimeSpan.FromMinutes(15));
        list.Targets[0].ShouldBe(new TargetView(22, "tcp", "ssh", 41, 2));
        list.Targets[1].ShouldBe(new TargetView(8, "udp", null, 3, 1));
        list.Targets.Single(target => target.Port == 53).ShouldBe(new TargetView(53, "udp", "dns", 3, 1));
        list.Targets.Single(target => target.Port == 80).ShouldBe(new TargetView(80, "tcp", "http", 1, 1));
        list.Since.ShouldBe(_time.GetUtcNow().AddMinutes(-15));
        (await _targets.Top("15m", Start, 2, CancellationToken.None)).Targets.Length.ShouldBe(2);
        (await Targets("1h", TimeSpan.FromHours(1))).Targets[0].ShouldBe(new TargetView(22, "tcp", "ssh", 151, 2));
    }

    [Fact]
    public async Task Who_asks_again_within_two_seconds_is_answered_the_same()
    {
        await Tell(Item("203.0.113.1", 1) with { TopPorts = [22] });
        var first = await Targets("15m", TimeSpan.FromMinutes(15));
        await Tell(Item("203.0.113.2", 1) with { TopPorts = [22] });
        (await Targets("15m", TimeSpan.FromMinutes(15))).Until.ShouldBe(first.Until);
        (await Targets("20m", TimeSpan.FromMinutes(20))).Targets.ShouldHaveSingleItem().Sources.ShouldBe(2);
        _time.Advance(TimeSpan.FromSeconds(3));
        (await Targets("15m", TimeSpan.FromMinutes(15))).Targets.ShouldHaveSingleItem().Sources.ShouldBe(2);
    }

    private Task<TargetList> Targets(string period, TimeSpan ago) => _targets.Top(period, _time.GetUtcNow() - ago, 100, CancellationToken.None);

    private List<EvidenceRow> All(EvidenceSearch search, int limit = 100)
    {
        var rows = new List<EvidenceRow>();
        EvidencePlace? after = null;
        while (true)
        {
            var page = _pages.Page(search, limit, after);
            rows.AddRange(page.Items);
            if (page.Next is null) return rows;
            EvidencePlace.TryParse(page.Next, out var place).ShouldBeTrue();
            after = place;
        }
    }

    private async Task Tell(params EvidenceItem[] items)
    {
        _recorder.Offer(new EvidenceBatch("web1", "s1", 0, items, []));
        await _recorder.Flush();
    }

    private static (IpKey, int, DateTimeOffset, long) Key(EvidenceRow row) => (row.Source, row.Targets, row.LastSeen, row.Count);

    private EvidenceItem Item(string source, long count, EvidenceKind kind = EvidenceKind.PortScan, string technique = Techniques.Syn, long incident = 1) =>
        new(IpKey.Parse(source), kind, technique, incident, count, 1, (int)incident, Start, _time.GetUtcNow());
}
