using System.Globalization;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Report;

namespace Tegument.Sensor.Tests.Report;

public sealed class EvidenceOutboxTests
{
    private readonly EvidenceOutbox _outbox = new("host", "run", capacity: 100);

    [Fact]
    public void A_newer_total_replaces_an_older_one_of_the_same_incident()
    {
        _outbox.Add([Item(1, 3)], []);
        _outbox.Add([Item(1, 9)], []);
        _outbox.Next()!.Items.ShouldHaveSingleItem().Count.ShouldBe(9);
        _outbox.Next().ShouldBeNull();
    }

    [Fact]
    public void Batches_are_resent_until_acknowledged_in_their_order()
    {
        _outbox.Add([Item(1, 3)], []);
        var first = _outbox.Next()!;
        _outbox.Add([Item(2, 3)], []);
        var second = _outbox.Next()!;
        _outbox.Unacknowledged().ShouldBe([first, second]);
        _outbox.Acknowledge(first.Sequence, refused: false);
        _outbox.Unacknowledged().ShouldBe([second]);
    }

    [Fact]
    public void While_enough_is_in_flight_the_rest_merges()
    {
        for (var i = 0; i < EvidenceOutbox.MaxInFlight; i++)
        {
            _outbox.Add([Item(i, 1)], []);
            _outbox.Next().ShouldNotBeNull();
        }

        for (var count = 1; count <= 50; count++) _outbox.Add([Item(77, count)], []);
        _outbox.Next().ShouldBeNull();
        _outbox.Acknowledge(1, refused: false);
        _outbox.Next()!.Items.ShouldHaveSingleItem().Count.ShouldBe(50);
    }

    [Fact]
    public void A_full_spool_drops_what_weighs_least_and_counts_it()
    {
        for (var i = 0; i < 100; i++) _outbox.Add([Item(i, i == 5 ? 1 : 20)], []);
        _outbox.Add([Item(500, 20)], []);
        _outbox.Dropped.ShouldBe(1);
        var items = _outbox.Next()!.Items;
        items.Length.ShouldBe(100);
        items.ShouldNotContain(i => i.Count == 1);
    }

    private static EvidenceItem Item(int host, long count) => new(
        IpKey.Parse(string.Create(CultureInfo.InvariantCulture, $"198.51.{host / 250}.{(host % 250) + 1}")), EvidenceKind.PortScan, Techniques.Syn, 1, count, 1, 1,
        DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
}
