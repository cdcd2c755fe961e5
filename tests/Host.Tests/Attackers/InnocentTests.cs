using Xunit.Abstractions;

namespace Tegument.Host.Tests.Attackers;

/// <summary>Whoever works honestly beside an attack is served throughout and accused of nothing that would ban.</summary>
[Collection(SiegeTests.Name)]
public sealed class InnocentTests(Siege siege, ITestOutputHelper output)
{
    public static TheoryData<string> Visitors => [.. Innocents.Names];

    [SkippableTheory]
    [MemberData(nameof(Visitors))]
    public void A_legitimate_visitor_is_served_and_never_banned(string name)
    {
        var (address, result) = siege.Innocents.Of(name);
        result.OrThrow();
        var explained = siege.Explain(address);
        output.WriteLine(explained.ToString());
        explained.GetProperty("standing").GetString().ShouldNotBe("banned", explained.ToString());
        explained.GetProperty("score").GetDouble().ShouldBeLessThan(explained.GetProperty("threshold").GetDouble());
        explained.GetProperty("strikes").GetInt32().ShouldBe(0);
        explained.GetProperty("bans").GetArrayLength().ShouldBe(0);
    }
}
