using Tegument.Contracts.Addresses;
using Tegument.Silo.Protection;
using HostProtection = Tegument.Contracts.Fleet.Protection;

namespace Tegument.Silo.Tests.Protection;

public class ProtectionRulesTests
{
    private readonly ProtectionRules _rules = new(new ProtectionOptions { Home = [IpPrefix.Parse("192.168.0.0/16")] });

    [Theory]
    [InlineData("127.1.2.3", "loopback")]
    [InlineData("::1", "loopback")]
    [InlineData("ff02::1", "multicast")]
    [InlineData("239.1.1.1", "multicast")]
    [InlineData("255.255.255.255", "broadcast")]
    [InlineData("0.0.0.0", "unspecified")]
    [InlineData("::", "unspecified")]
    [InlineData("192.168.7.7", "home 192.168.0.0/16")]
    [InlineData("192.0.0.0/8", "home 192.168.0.0/16")]
    public void Some_addresses_are_never_banned(string prefix, string rule) =>
        _rules.Protects(IpPrefix.Parse(prefix)).ShouldNotBeNull().ShouldStartWith(rule);

    [Fact]
    public void A_stranger_may_be_banned() => _rules.Protects(IpPrefix.Parse("203.0.113.9")).ShouldBeNull();

    [Fact]
    public void A_prefix_is_refused_for_the_protected_address_in_it()
    {
        _rules.Report("a", HostProtection.None with { Own = [IpKey.Parse("2001:db8::5"), IpKey.Parse("2001:db8:1::5")] });
        _rules.Protects(IpPrefix.Parse("2001:db8:1::/64")).ShouldBe("own address 2001:db8:1::5");
        _rules.Protects(IpPrefix.Parse("2001:db8:2::/64")).ShouldBeNull();
    }

    [Fact]
    public void What_a_host_no_longer_reports_is_no_longer_protected()
    {
        _rules.Report("a", HostProtection.None with { Gateways = [IpKey.Parse("203.0.113.1")] });
        _rules.Report("b", HostProtection.None with { Gateways = [IpKey.Parse("203.0.113.2")] });
        _rules.Report("a", HostProtection.None);
        _rules.Protects(IpPrefix.Parse("203.0.113.1")).ShouldBeNull();
        _rules.Protects(IpPrefix.Parse("203.0.113.2")).ShouldBe("gateway 203.0.113.2");
    }

    [Fact]
    public void Neighbours_in_our_networks_are_on_link_but_half_the_internet_is_not()
    {
        _rules.Report("a", HostProtection.None with { OnLink = [IpPrefix.Parse("2001:db8::/64"), IpPrefix.Parse("8000::/1")] });
        _rules.IsOnLink(IpKey.Parse("2001:db8::77")).ShouldBeTrue();
        _rules.IsOnLink(IpKey.Parse("9000::77")).ShouldBeFalse();
    }

    [Fact]
    public void Whoever_listens_hears_of_other_addresses_and_of_nothing_else()
    {
        var changes = 0;
        _rules.AddressesChanged += () => changes++;
        var own = HostProtection.None with { Own = [IpKey.Parse("203.0.113.1")] };
        _rules.Report("a", own);
        _rules.ReportSilo([IpKey.Parse("203.0.113.2")]);
        changes.ShouldBe(2);
        _rules.Addresses.ShouldBe([IpKey.Parse("203.0.113.1"), IpKey.Parse("203.0.113.2")]);

        _rules.Report("a", own with { Sessions = [IpKey.Parse("203.0.113.3")] });
        _rules.ReportSilo([IpKey.Parse("203.0.113.2")]);
        changes.ShouldBe(2);
        _rules.Report("a", HostProtection.None);
        (changes, _rules.Addresses.Length).ShouldBe((3, 1));
    }

    [Fact]
    public void The_silos_own_address_is_protected_and_is_no_friend_in_a_lockdown()
    {
        _rules.ReportSilo([IpKey.Parse("203.0.113.2")]);
        _rules.Protects(IpPrefix.Parse("203.0.113.0/24")).ShouldBe("own address 203.0.113.2");
        _rules.Friends([]).ShouldBeEmpty();
    }

    [Fact]
    public void One_host_cannot_protect_without_end()
    {
        var many = Enumerable.Range(0, ProtectionRules.MaxPerHost + 5).Select(i => IpKey.FromIPv4(0xCB007100u + (uint)i)).ToArray();
        _rules.Report("a", HostProtection.None with { Own = many });
        _rules.Ignored.ShouldBe(5);
        _rules.Protects(IpPrefix.Of(many[^1])).ShouldBeNull();
        _rules.Protects(IpPrefix.Of(many[0])).ShouldNotBeNull();
    }

    [Fact]
    public void Who_is_signed_in_is_protected_and_admitted_unless_logins_failed_from_there()
    {
        _rules.SignedIn([IpKey.Parse("203.0.113.40")]);
        _rules.Protects(IpPrefix.Parse("203.0.113.0/24")).ShouldBe("administrator session from 203.0.113.40");
        _rules.Protects(IpPrefix.Parse("203.0.113.40"), bruteForce: true).ShouldBeNull();
        _rules.Friends([]).ShouldBe([IpPrefix.Parse("203.0.113.40")]);
        _rules.SignedIn([]);
        _rules.Protects(IpPrefix.Parse("203.0.113.40")).ShouldBeNull();
        _rules.Friends([]).ShouldBeEmpty();
    }
}
