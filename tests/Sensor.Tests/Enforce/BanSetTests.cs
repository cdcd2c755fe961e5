using Tegument.Sensor.Enforce;

namespace Tegument.Sensor.Tests.Enforce;

public sealed class BanSetTests
{
    [Theory]
    [InlineData("192.0.2.1", "v4", "255.255.255.255")]
    [InlineData("192.0.2.0/24", "v4_24", "255.255.255.0")]
    [InlineData("10.0.0.0/8", "v4_8", "255.0.0.0")]
    [InlineData("2001:db8::1", "v6", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001:db8::/64", "v6_64", "ffff:ffff:ffff:ffff::")]
    [InlineData("2001:db8::/56", "v6_56", "ffff:ffff:ffff:ff00::")]
    public void A_prefix_lives_in_the_set_of_its_length(string prefix, string name, string mask)
    {
        var set = BanSet.Of(Bans.Prefix(prefix));
        set.Name.ShouldBe(name);
        set.Mask.ShouldBe(mask);
        BanSet.TryParse(name, out var parsed).ShouldBeTrue();
        parsed.ShouldBe(set);
    }

    [Theory]
    [InlineData("")]
    [InlineData("v5")]
    [InlineData("v4_")]
    [InlineData("v4_33")]
    [InlineData("v4_032")]
    [InlineData("v4_32")]
    [InlineData("v6_129")]
    [InlineData("v4x24")]
    [InlineData("__set0")]
    public void Other_names_are_not_ours(string name) => BanSet.TryParse(name, out _).ShouldBeFalse();

    [Fact]
    public void Every_set_has_its_own_index()
    {
        var sets = Enumerable.Range(0, 33).Select(l => new BanSet(true, l)).Concat(Enumerable.Range(0, 129).Select(l => new BanSet(false, l)));
        sets.Select(s => s.Index).Order().ShouldBe(Enumerable.Range(0, BanSet.Count));
    }
}
