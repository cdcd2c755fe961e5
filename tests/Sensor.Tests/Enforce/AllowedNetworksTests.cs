using Tegument.Contracts.Addresses;
using Tegument.Contracts.Fleet;
using Tegument.Sensor.Enforce.Protect;

namespace Tegument.Sensor.Tests.Enforce;

public sealed class AllowedNetworksTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tegument-allowed-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("192.0.2.9", "192.0.2.0/24")]
    [InlineData("192.0.2.0/25", "192.0.2.0/24")]
    [InlineData("192.0.0.0/16", "192.0.2.0/24")]
    [InlineData("198.51.100.0/24", "198.51.100.7")]
    [InlineData("2001:db8::/48", "2001:db8::5")]
    [InlineData("2001:db8:0:1::/64", null)]
    [InlineData("4000::/16", null)]
    [InlineData("192.0.3.0/24", null)]
    [InlineData("198.51.100.8", null)]
    public void A_prefix_is_refused_when_it_touches_an_allowed_network(string prefix, string? network)
    {
        var check = new ProtectionCheck(Protection.None, new PrefixSet(Networks("192.0.2.0/24", "198.51.100.7", "2001:db8::5")));
        check.Reason(Bans.Prefix(prefix)).ShouldBe(network is null ? null : $"allowed by the fleet's policy ({network})");
    }

    [Fact]
    public void The_list_outlives_a_restart_and_is_replaced_whole()
    {
        var allowed = new AllowedNetworks(_directory);
        allowed.Take(Networks("192.0.2.0/24", "2001:db8::5")).ShouldBeNull();
        var again = new AllowedNetworks(_directory);
        again.Current.Count.ShouldBe(2);
        again.Take(Networks("198.51.100.7")).ShouldBeNull();
        new AllowedNetworks(_directory).Current.Overlapping(Bans.Prefix("192.0.2.1")).ShouldBeNull();
    }

    [Fact]
    public void A_damaged_file_loses_only_its_bad_lines()
    {
        File.WriteAllText(Path.Combine(_directory, AllowedNetworks.FileName), "192.0.2.0/24\nnonsense\n10.0.0.5/8\n\0\n198.51.100.7\n");
        new AllowedNetworks(_directory).Current.Count.ShouldBe(2);
    }

    [Fact]
    public void A_list_that_cannot_be_kept_holds_all_the_same()
    {
        var allowed = new AllowedNetworks("/proc/nowhere");
        allowed.Take(Networks("192.0.2.0/24")).ShouldNotBeNull().ShouldContain("allowed.networks");
        allowed.Current.Count.ShouldBe(1);
    }

    [Fact]
    public void The_check_is_the_same_object_until_something_changes()
    {
        using var local = new LocalProtection(_directory);
        var allowed = new AllowedNetworks(_directory);
        var protection = new HostProtection(local, allowed);
        var first = protection.Current;
        protection.Current.ShouldBeSameAs(first);
        allowed.Take(Networks("192.0.2.0/24"));
        protection.Current.ShouldNotBeSameAs(first);
        protection.Current.Reason(Bans.Prefix("192.0.2.1")).ShouldNotBeNull();
    }

    private static IpPrefix[] Networks(params string[] texts) => Array.ConvertAll(texts, IpPrefix.Parse);
}
