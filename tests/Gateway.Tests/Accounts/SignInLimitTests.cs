using Tegument.Gateway.Tests.Support;
using Tegument.Silo.Host.Accounts;

namespace Tegument.Gateway.Tests.Accounts;

public sealed class SignInLimitTests
{
    private readonly TwoClocks _clocks = new();
    private readonly SignInLimit _limit;

    public SignInLimitTests() => _limit = new SignInLimit(_clocks);

    [Fact]
    public void After_five_wrong_tries_an_address_waits_five_minutes_from_the_last()
    {
        for (var left = SignInLimit.Tries - 1; left >= 0; left--)
        {
            Begin("203.0.113.7").ShouldBe(TimeSpan.Zero);
            _limit.Left("203.0.113.7").ShouldBe(left);
            _clocks.Pass(TimeSpan.FromMinutes(1));
        }

        Begin("203.0.113.7").ShouldBe(TimeSpan.FromMinutes(4));
        _clocks.Pass(TimeSpan.FromMinutes(4));
        Begin("203.0.113.7").ShouldBe(TimeSpan.Zero);
        _limit.Left("203.0.113.7").ShouldBe(SignInLimit.Tries - 1);
    }

    [Fact]
    public void Others_do_not_wait_for_it_but_the_neighbours_of_an_IPv6_address_do()
    {
        for (var i = 0; i < SignInLimit.Tries; i++) Begin($"2001:db8::{i}");
        Begin("2001:db8::99").ShouldBeGreaterThan(TimeSpan.Zero);
        Begin("2001:db8:0:1::99").ShouldBe(TimeSpan.Zero);
        Begin("203.0.113.8").ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_right_try_is_taken_back_and_earlier_wrong_ones_stand()
    {
        for (var i = 0; i < 3; i++) Begin("203.0.113.9");
        _limit.Right("203.0.113.9", null);
        _limit.Left("203.0.113.9").ShouldBe(SignInLimit.Tries - 2);
    }

    [Fact]
    public void A_name_waits_after_25_wrong_tries_from_wherever()
    {
        for (var i = 0; i < SignInLimit.TriesPerName; i++) Begin($"198.51.100.{i}", i % 2 == 0 ? "Night-Shift" : "night-shift");
        var (wait, ofName) = _limit.Begin("198.51.100.200", "night-shift");
        (wait, ofName).ShouldBe((SignInLimit.Wait, true));
        Begin("198.51.100.200", "day-shift").ShouldBe(TimeSpan.Zero);
        Begin("198.51.100.200").ShouldBe(TimeSpan.Zero, "a token names nobody");
    }

    [Fact]
    public void The_table_is_bounded_and_the_longest_silent_make_room()
    {
        var table = new TryTable(1, _clocks);
        for (var i = 0; i < TryTable.Capacity; i++)
        {
            table.Count($"{i}");
            _clocks.Pass(TimeSpan.FromMilliseconds(10));
        }

        table.WaitOf("0").ShouldBeGreaterThan(TimeSpan.Zero);
        table.Count("one more");
        table.Forgotten.ShouldBe(TryTable.Capacity / 10);
        table.WaitOf("0").ShouldBe(TimeSpan.Zero);
        table.WaitOf($"{TryTable.Capacity - 1}").ShouldBeGreaterThan(TimeSpan.Zero);
        table.WaitOf("one more").ShouldBeGreaterThan(TimeSpan.Zero);
    }

    private TimeSpan Begin(string from, string? name = null) => _limit.Begin(from, name).Wait;
}
