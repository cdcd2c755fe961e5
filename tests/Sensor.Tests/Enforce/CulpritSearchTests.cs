using Tegument.Contracts.Addresses;
using Tegument.Sensor.Enforce;
using Tegument.Sensor.Enforce.Nftables;

namespace Tegument.Sensor.Tests.Enforce;

public sealed class CulpritSearchTests
{
    private readonly HashSet<uint> _accepted = [];

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(1000, 0)]
    [InlineData(1000, 617)]
    [InlineData(1000, 999)]
    public void A_culprit_stands_alone_and_nothing_else_is_lost(int count, int culprit)
    {
        var search = Search(400, culprit);
        search.Run(Changes(count));
        search.Refused.Single().Change.Prefix.ShouldBe(Prefix((uint)culprit));
        search.Refused.Single().Reason.ShouldBe("no");
        search.Applied.ShouldBe(count - 1);
        search.Deferred.ShouldBe(0);
        _accepted.Count.ShouldBe(count - 1);
    }

    [Fact]
    public void Several_culprits_are_all_found()
    {
        var search = Search(400, 3, 500, 501, 999);
        search.Run(Changes(1000));
        search.Refused.Count.ShouldBe(4);
        search.Applied.ShouldBe(996);
    }

    [Fact]
    public void The_search_is_bounded_and_what_is_left_is_deferred()
    {
        var attempts = 0;
        var search = new CulpritSearch(
            _ =>
            {
                attempts++;
                return "never";
            },
            20);
        search.Run(Changes(100_000));
        attempts.ShouldBe(20);
        (search.Deferred + search.Refused.Count).ShouldBe(100_000);
        search.Error.ShouldBe("never");
    }

    private CulpritSearch Search(int maxRefusals, params int[] culprits) => new(
        slice =>
        {
            var addresses = new List<uint>();
            foreach (var change in slice) addresses.Add(change.Prefix.Address.IPv4);
            if (addresses.Exists(a => culprits.Contains((int)a))) return "no";
            _accepted.UnionWith(addresses);
            return null;
        },
        maxRefusals);

    private static BanChange[] Changes(int count) => [.. Enumerable.Range(0, count).Select(i => new BanChange(Prefix((uint)i), BanChangeKind.Add, 0))];

    private static IpPrefix Prefix(uint address) => IpPrefix.Of(IpKey.FromIPv4(address));
}
