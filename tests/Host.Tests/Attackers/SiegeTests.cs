using Tegument.Host.Tests.Chain;

namespace Tegument.Host.Tests.Attackers;

[Collection(Name)]
[TestCaseOrderer("Tegument.Host.Tests.Attackers.SlowestLast", "Tegument.Host.Tests")]
public sealed class SiegeTests(Siege siege)
{
    public const string Name = "siege";

    public static TheoryData<string> Attacks => [.. Attack.All.Select(a => a.Name)];

    [SkippableTheory]
    [MemberData(nameof(Attacks))]
    public void A_real_tool_is_named_and_its_source_cut_off(string name)
    {
        var attack = Attack.All.Single(a => a.Name == name);
        siege.Banned(attack.Address, attack.Patience);
        var explained = siege.Explain(attack.Address);
        var evidence = explained.GetProperty("evidence").EnumerateArray().Select(e => (e.GetProperty("kind").GetString(), e.GetProperty("technique").GetString())).ToArray();
        evidence.ShouldContain((attack.Kind, attack.Technique), explained.ToString());
        var forwarded = Task.Run(() => ProtectedHost.CanConnect(siege.Host.Attacker, ProtectedHost.Inner, attack.Address));
        ProtectedHost.CanConnect(siege.Host.Attacker, ProtectedHost.Address, attack.Address).ShouldBeFalse("after the ban");
        forwarded.GetAwaiter().GetResult().ShouldBeFalse("forwarded traffic after the ban");
        ProtectedHost.IsServed(siege.Host.Bystander, ProtectedHost.Address).ShouldBeTrue("a bystander");
    }
}

[CollectionDefinition(SiegeTests.Name)]
public sealed class SiegeCollection : ICollectionFixture<Siege>;
