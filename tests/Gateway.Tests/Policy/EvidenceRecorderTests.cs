using Microsoft.Extensions.Logging.Abstractions;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Gateway.Tests.Support;
using Tegument.Silo.Host.Recording;
using Tegument.Silo.Host.Storage;
using Tegument.Silo.Hosting;
using Tegument.Silo.Policy;
using Tegument.Silo.Policy.Simulation;
using Tegument.Silo.Posture;

namespace Tegument.Gateway.Tests.Policy;

public sealed class EvidenceRecorderTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTimeProvider _time = new(Start);
    private readonly SqliteDatabase _database;
    private readonly EvidenceStore _store;
    private readonly PostureBoard _posture = new(new PostureOptions());
    private readonly EvidenceRecorder _recorder;

    public EvidenceRecorderTests()
    {
        _database = SqliteDatabase.Open(_directory.Path);
        _store = new EvidenceStore(_database);
        _recorder = new EvidenceRecorder(_store, new PolicyBoard(FleetPolicy.Default), _posture, _time, NullLogger<EvidenceRecorder>.Instance);
    }

    public void Dispose()
    {
        _recorder.Dispose();
        _database.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task An_incident_is_one_row_a_minute_with_its_last_totals()
    {
        var talk = new Conversation(Start.AddHours(-1), Start.AddMinutes(-1));
        _recorder.Offer(Batch(Item("203.0.113.1", 3, verified: true, talk)));
        _recorder.Offer(Batch(Item("203.0.113.1", 5)));
        await _recorder.Flush();
        _time.Advance(TimeSpan.FromSeconds(20));
        _recorder.Offer(Batch(Item("203.0.113.1", 8)));
        await _recorder.Flush();
        _time.Advance(TimeSpan.FromMinutes(1));
        _recorder.Offer(Batch(Item("203.0.113.1", 12)));
        await _recorder.Flush();

        var rows = Read(Start);
        rows.Select(row => (row.Item.Count, row.Item.Verified, row.At)).ShouldBe([(8, true, Start.AddSeconds(20)), (12, false, Start.AddSeconds(80))]);
        rows[0].ShouldSatisfyAllConditions(
            row => row.Sensor.ShouldBe("web1"), row => row.Start.ShouldBe("s1"), row => row.Item.Source.ShouldBe(IpKey.Parse("203.0.113.1")),
            row => row.Item.Kind.ShouldBe(EvidenceKind.PortScan), row => row.Item.Technique.ShouldBe("syn"), row => row.Item.Conversation.ShouldBe(talk),
            row => row.Item.FirstSeen.ShouldBe(Start), row => row.Item.NetworkConversation.ShouldBeNull());
        Read(Start.AddMinutes(1)).ShouldHaveSingleItem().Item.Count.ShouldBe(12);
    }

    [Fact]
    public async Task Rows_come_back_in_the_order_of_their_sources()
    {
        string[] sources = ["2001:db8:2::1", "203.0.113.200", "203.0.113.9", "2001:db8::5"];
        foreach (var source in sources) _recorder.Offer(Batch(Item(source, 1)));
        await _recorder.Flush();
        Read(Start).Select(row => row.Item.Source.ToString()).ShouldBe(["203.0.113.9", "203.0.113.200", "2001:db8::5", "2001:db8:2::1"]);
    }

    [Fact]
    public async Task The_record_is_a_ring_by_time_and_count()
    {
        for (var minute = 0; minute < 10; minute++)
        {
            for (var i = 0; i < 100; i++) _recorder.Offer(Batch(Item($"198.18.{minute}.{i}", 1)));
            await _recorder.Flush();
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        (await _store.Trim(Start.AddMinutes(2), 1_000_000)).ShouldBe(200);
        (await _store.Trim(Start, 350)).ShouldBe(450);
        var left = Read(Start);
        left.Count.ShouldBe(350);
        left.Min(row => row.At).ShouldBe(Start.AddMinutes(6));
        _store.Count().ShouldBe(350);
        _store.Oldest(Start).ShouldBe(Start.AddMinutes(6));
    }

    [Fact]
    public async Task A_flood_loses_counted_records_and_holds_nobody_up()
    {
        var batch = Batch([.. Enumerable.Range(0, EvidenceBatch.MaxItems).Select(i => Item($"10.1.{i / 250}.{i % 250}", 1))]);
        for (var i = 0; i < 100; i++) _recorder.Offer(batch with { Start = $"s{i}" });
        var offered = 100L * EvidenceBatch.MaxItems;
        _recorder.Lost.ShouldBe(offered - EvidenceRecorder.MaxWaitingItems);
        await _recorder.Flush();
        _store.Count().ShouldBe(RecordBook.Capacity);
        _recorder.Lost.ShouldBe(offered - RecordBook.Capacity);

        _time.Advance(TimeSpan.FromMinutes(1));
        _recorder.Offer(Batch(Item("203.0.113.1", 1)));
        await _recorder.Flush();
        _store.Count().ShouldBe(RecordBook.Capacity + 1);
    }

    [Fact]
    public void Offering_a_batch_allocates_next_to_nothing()
    {
        var batch = Batch([.. Enumerable.Range(0, 1000).Select(i => Item($"10.1.{i / 250}.{i % 250}", 1))]);
        _recorder.Offer(batch);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) _recorder.Offer(batch);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100 * 64);
    }

    [Fact]
    public async Task Postures_are_kept_with_their_times()
    {
        await _recorder.Flush();
        _time.Advance(TimeSpan.FromMinutes(5));
        _posture.Publish(new PostureSnapshot(PostureLevel.Hardened, 2, "me", "test", _time.GetUtcNow(), null));
        await _recorder.Flush();
        _store.Postures(Start).ShouldBe([new PostureStep(Start, PostureLevel.Balanced), new PostureStep(Start.AddMinutes(5), PostureLevel.Hardened)]);
        _store.Postures(Start.AddHours(1)).ShouldBe([new PostureStep(Start.AddMinutes(5), PostureLevel.Hardened)]);
    }

    private List<RecordedEvidence> Read(DateTimeOffset since)
    {
        var rows = new List<RecordedEvidence>();
        _store.Read(since, rows.Add, CancellationToken.None);
        return rows;
    }

    private static EvidenceBatch Batch(params EvidenceItem[] items) => new("web1", "s1", 0, items, []);

    private static EvidenceItem Item(string source, long count, bool verified = false, Conversation? talk = null) =>
        new(IpKey.Parse(source), EvidenceKind.PortScan, Techniques.Syn, 1, count, (int)count, 1, Start, Start, verified, Conversation: talk);
}
