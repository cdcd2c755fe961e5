using System.Runtime.CompilerServices;
using Tegument.Contracts.Addresses;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Flows;

namespace Tegument.Sensor.Tests.Flows;

public sealed class FlowTableTests
{
    private const long Second = 1_000_000_000;
    private readonly FlowTable _table = new(1024, KeyedHash.ReplaySeed);

    [Fact]
    public void Both_directions_of_a_conversation_have_one_key()
    {
        var (a, b) = (IpKey.Parse("10.0.0.2"), IpKey.Parse("10.0.0.1"));
        var there = FlowKey.Of(a, 1000, b, 80, IpProtocol.Tcp, out var aIsLow);
        var back = FlowKey.Of(b, 80, a, 1000, IpProtocol.Tcp, out var bIsLow);
        there.Hash(7).ShouldBe(back.Hash(7));
        aIsLow.ShouldNotBe(bIsLow);
    }

    [Fact]
    public void A_full_table_refuses_and_counts_and_keeps_what_it_knows()
    {
        for (var i = 0; i < _table.Capacity; i++) Unsafe.IsNullRef(ref Add(i, FlowState.Established)).ShouldBeFalse();
        Unsafe.IsNullRef(ref Add(_table.Capacity, FlowState.Pending)).ShouldBeTrue();
        _table.Refused.ShouldBe(1);
        Unsafe.IsNullRef(ref _table.Find(Key(5))).ShouldBeFalse();
    }

    [Fact]
    public void Pending_flows_are_visited_when_due_and_forgotten_after()
    {
        Add(1, FlowState.Pending);
        var visitor = new Counter();
        _table.Expire(1 * Second, visitor);
        _table.Expire(4 * Second, visitor);
        visitor.Due.ShouldBe(1);
        _table.Count.ShouldBe(0);
    }

    [Fact]
    public void Established_flows_outlive_an_hour_of_silence_and_not_a_day()
    {
        Add(1, FlowState.Established);
        var visitor = new Counter();
        for (var t = 1; t <= 3600; t += 10) _table.Expire(t * Second, visitor);
        _table.Count.ShouldBe(1);
        _table.Expire(86_400 * Second, visitor);
        _table.Count.ShouldBe(0);
    }

    [Fact]
    public void A_clock_that_leaps_years_expires_everything_in_one_turn()
    {
        for (var i = 0; i < 500; i++) Add(i, FlowState.Established);
        _table.Expire(1 * Second, new Counter());
        _table.Expire(1_000_000_000 * Second, new Counter());
        _table.Count.ShouldBe(0);
    }

    private ref Flow Add(int i, FlowState state) => ref _table.Add(Key(i), true, state, ProbeTechnique.Syn, 1 * Second);

    private static FlowKey Key(int i) => FlowKey.Of(IpKey.FromIPv4(0x0A00_0000 + (uint)i), 1000, IpKey.FromIPv4(0xC000_0201), 80, IpProtocol.Tcp, out _);

    private sealed class Counter : IFlowVisitor
    {
        public int Due { get; private set; }

        public void Visit(ref Flow flow, long now)
        {
            if (flow.Due <= now) Due++;
        }
    }
}
