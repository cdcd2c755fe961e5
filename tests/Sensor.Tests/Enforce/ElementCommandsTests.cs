using Tegument.Sensor.Enforce;
using Tegument.Sensor.Enforce.Nftables;

namespace Tegument.Sensor.Tests.Enforce;

public sealed class ElementCommandsTests
{
    private const long Now = 1_000_000;

    [Theory]
    [InlineData(1, " timeout 100ms")]
    [InlineData(0, " timeout 100ms")]
    [InlineData(-5, " timeout 100ms")]
    [InlineData(1000, " timeout 1s")]
    [InlineData(1500, " timeout 1s500ms")]
    [InlineData(86_400_000, " timeout 1d")]
    [InlineData(315_360_000_000, " timeout 3650d")]
    [InlineData(90_061_001, " timeout 1d3661s1ms")]
    public void A_timeout_is_never_zero_and_never_too_large_for_nft(long milliseconds, string expected) =>
        new CommandText().Timeout(milliseconds).ToString().ShouldBe(expected);

    [Fact]
    public void An_add_carries_the_time_left() =>
        Write(Change("192.0.2.1", BanChangeKind.Add, 2500)).ShouldBe("add element inet t v4 {192.0.2.1 timeout 2s500ms}\n");

    [Fact]
    public void A_removal_adds_first_since_deleting_what_just_expired_fails() =>
        Write(Change("192.0.2.1", BanChangeKind.Remove)).ShouldBe(
            "add element inet t v4 {192.0.2.1 timeout 1s}\ndelete element inet t v4 {192.0.2.1}\n");

    [Fact]
    public void A_new_timeout_is_add_delete_add() =>
        Write(Change("2001:db8::/64", BanChangeKind.Refresh, 5000)).ShouldBe(
            "add element inet t v6_64 {2001:db8:: timeout 1s}\ndelete element inet t v6_64 {2001:db8::}\nadd element inet t v6_64 {2001:db8:: timeout 5s}\n");

    [Fact]
    public void A_refresh_of_what_has_ended_is_a_removal() =>
        Write(Change("192.0.2.1", BanChangeKind.Refresh, 99)).ShouldEndWith("delete element inet t v4 {192.0.2.1}\n");

    [Fact]
    public void An_add_of_what_has_ended_is_nothing() => Write(Change("192.0.2.1", BanChangeKind.Add, 50)).ShouldBeEmpty();

    [Fact]
    public void Each_set_is_written_once() =>
        Write(Change("192.0.2.1", BanChangeKind.Add, 1000), Change("192.0.2.2", BanChangeKind.Add, 2000), Change("198.51.100.0/24", BanChangeKind.Add, 3000)).ShouldBe(
            "add element inet t v4 {192.0.2.1 timeout 1s,192.0.2.2 timeout 2s}\nadd element inet t v4_24 {198.51.100.0 timeout 3s}\n");

    private static BanChange Change(string prefix, BanChangeKind kind, long left = 0) => new(Bans.Prefix(prefix), kind, Now + left);

    private static string Write(params BanChange[] changes)
    {
        var text = new CommandText();
        ElementCommands.Write(text, "t", changes, Now);
        return text.ToString();
    }
}
