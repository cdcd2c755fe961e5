using Tegument.Contracts.Addresses;
using Tegument.Contracts.Client;
using Tegument.Contracts.Evidence;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Policy;

public sealed class AttackerTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private readonly SiloProcess _silo = running.Silo;

    [Fact]
    public async Task The_worst_of_a_period_come_first_with_what_they_did_and_whether_they_are_banned()
    {
        await using var link = await TegumentLink.ConnectAsync(_silo.As("agent"), Given.Hello("web1"));
        (await link.Deliver(Given.Ports("web1", 1, "203.0.113.61", 3))).Refusal.ShouldBeNull();
        (await link.Deliver(Given.Ports("web1", 2, "203.0.113.62", 40))).Refusal.ShouldBeNull();
        (await link.Deliver(Given.Ports("web1", 3, "203.0.113.61", 5))).Refusal.ShouldBeNull();

        using var client = _silo.Client("operator");
        var list = await client.AttackersAsync("1h");
        list.Sources.ShouldBe(2);
        list.Attackers.Select(a => a.Address.ToString()).ShouldBe(["203.0.113.62", "203.0.113.61"]);
        (list.Attackers[0].Banned, list.Attackers[1].Banned).ShouldBe((true, false));
        (list.Attackers[0].Points, list.Attackers[1].Points).ShouldBe((200.0, 50.0));
        var evidence = list.Attackers[1].Evidence.ShouldHaveSingleItem();
        (evidence.Kind, evidence.Count).ShouldBe((EvidenceKind.PortScan, 5L));
        list.Attackers[1].Sensors.ShouldBe(["web1"]);

        (await client.AttackersAsync("1h", limit: 1)).Attackers.ShouldHaveSingleItem().Address.ShouldBe(IpKey.Parse("203.0.113.62"));
        (await client.AttackersAsync("2h", "1h")).Attackers.ShouldBeEmpty();
        (await Should.ThrowAsync<TegumentApiException>(() => client.AttackersAsync("yesterday"))).Field.ShouldBe("since");
    }
}
