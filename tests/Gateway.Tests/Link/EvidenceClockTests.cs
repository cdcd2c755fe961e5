using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Silo.Host.Gateway.Link;
using Tegument.Silo.Hosting;

namespace Tegument.Gateway.Tests.Link;

/// <summary>Sensors whose clocks are off, and batches that somebody kept.</summary>
public sealed class EvidenceClockTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly LinkCounters _counters = new();
    private readonly EvidenceClock _clock;

    public EvidenceClockTests() => _clock = new EvidenceClock(new ManualTimeProvider(Now), _counters);

    [Fact]
    public void Sound_times_stay_as_they_are()
    {
        var batch = Batch(Item(TimeSpan.FromMinutes(-40), TimeSpan.Zero), Item(TimeSpan.FromHours(-11), TimeSpan.FromHours(-11)), Item(TimeSpan.Zero, TimeSpan.FromSeconds(5)));
        _clock.Settle(batch).ShouldBeSameAs(batch);
        (_counters.Skewed, _counters.StaleItems).ShouldBe((0, 0));
    }

    [Fact]
    public void A_clock_an_hour_ahead_is_set_back_and_who_was_acquainted_before_the_attack_still_was()
    {
        var hour = TimeSpan.FromHours(1);
        var item = Item(hour - TimeSpan.FromMinutes(2), hour) with { Conversation = new Conversation(Now + hour - TimeSpan.FromMinutes(30), Now + hour) };
        var settled = _clock.Settle(Batch(item, Item(hour - TimeSpan.FromMinutes(9), hour - TimeSpan.FromMinutes(8)))).Items;
        settled[0].ShouldSatisfyAllConditions(
            i => (i.FirstSeen, i.LastSeen).ShouldBe((Now.AddMinutes(-2), Now)),
            i => i.Conversation.ShouldBe(new Conversation(Now.AddMinutes(-30), Now)));
        settled[1].LastSeen.ShouldBe(Now.AddMinutes(-8));
        _counters.Skewed.ShouldBe(1);
    }

    [Fact]
    public void A_clock_an_hour_behind_is_believed()
    {
        var batch = Batch(Item(TimeSpan.FromMinutes(-61), TimeSpan.FromHours(-1)));
        _clock.Settle(batch).ShouldBeSameAs(batch);
    }

    [Fact]
    public void One_time_that_is_no_clocks_counts_as_now_and_moves_nothing_else()
    {
        var wild = Item(TimeSpan.Zero, TimeSpan.Zero) with { LastSeen = DateTimeOffset.MaxValue, Conversation = new Conversation(Now, DateTimeOffset.MaxValue) };
        var settled = _clock.Settle(Batch(wild, Item(TimeSpan.FromMinutes(-2), TimeSpan.FromMinutes(-1)))).Items;
        (settled[0].LastSeen, settled[0].Conversation!.LastData).ShouldBe((Now, Now));
        settled[1].LastSeen.ShouldBe(Now.AddMinutes(-1));
    }

    [Fact]
    public void A_recorded_batch_of_yesterday_is_left_out_and_counted()
    {
        var settled = _clock.Settle(Batch(Item(TimeSpan.FromHours(-25), TimeSpan.FromHours(-24)), Item(TimeSpan.Zero, TimeSpan.Zero)));
        settled.Items.ShouldHaveSingleItem().LastSeen.ShouldBe(Now);
        _counters.StaleItems.ShouldBe(1);
    }

    [Fact]
    public void The_earliest_time_there_is_does_no_harm()
    {
        var item = Item(TimeSpan.Zero, TimeSpan.FromHours(2)) with { FirstSeen = DateTimeOffset.MinValue };
        _clock.Settle(Batch(item)).Items[0].FirstSeen.ShouldBe(DateTimeOffset.MinValue);
    }

    private static EvidenceBatch Batch(params EvidenceItem[] items) => new("web1", "s", 1, items, []);

    private static EvidenceItem Item(TimeSpan first, TimeSpan last) =>
        new(IpKey.Parse("203.0.113.9"), EvidenceKind.PortScan, Techniques.Syn, 1, 5, 5, 1, Now + first, Now + last);
}
