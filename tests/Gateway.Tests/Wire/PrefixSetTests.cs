using Tegument.Contracts.Addresses;

namespace Tegument.Gateway.Tests.Wire;

public sealed class PrefixSetTests
{
    [Fact]
    public void It_answers_as_looking_at_each_network_would()
    {
        var random = new Random(4);
        for (var round = 0; round < 200; round++)
        {
            var networks = Enumerable.Range(0, random.Next(0, 30)).Select(_ => Any(random)).ToArray();
            var set = new PrefixSet(networks);
            for (var i = 0; i < 50; i++)
            {
                var asked = Any(random);
                var found = set.Overlapping(asked);
                (found is not null).ShouldBe(Array.Exists(networks, network => network.Overlaps(asked)), $"{asked} in {string.Join(", ", networks)}");
                if (found is { } one) (networks.Contains(one) && one.Overlaps(asked)).ShouldBeTrue();
            }
        }
    }

    // Few bits vary, so that networks meet often.
    private static IpPrefix Any(Random random) => random.Next(2) == 0
        ? new IpPrefix(IpKey.FromIPv4(0x0A000000u + ((uint)random.Next(4) << 16) + (uint)random.Next(4)), random.Next(6, 33))
        : new IpPrefix(new IpKey(((ulong)random.Next(3) << 62) + (ulong)random.Next(4), (ulong)random.Next(4)), random.Next(0, 129));
}
