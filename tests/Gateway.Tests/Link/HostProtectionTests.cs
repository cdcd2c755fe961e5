using System.Net.NetworkInformation;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Contracts.Fleet;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Link;

/// <summary>No moment at a start in which the silo's or a host's own address can be banned, and no ban of it that outlives the knowledge.</summary>
public sealed class HostProtectionTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private readonly SiloProcess _silo = running.Silo;

    [Fact]
    public async Task What_a_host_protects_holds_when_it_is_welcomed()
    {
        using var client = _silo.Client("operator");
        for (var i = 1; i <= 20; i++)
        {
            var own = $"192.0.2.{i}";
            await using var link = await Connect($"fresh{i}", own);
            (await Refusal(client, own)).ShouldBe($"never banned: own address {own}");
        }
    }

    [Fact]
    public async Task A_ban_of_what_turns_out_to_be_a_hosts_own_is_lifted_and_audited()
    {
        using var admin = _silo.Client("admin");
        await admin.BanAsync(new BanCreate(Given.Prefix("203.0.113.7"), "nobody knew"));
        await admin.BanAsync(new BanCreate(Given.Prefix("203.0.113.0/28"), "it lies in here"));
        await admin.BanAsync(new BanCreate(Given.Prefix("203.0.113.8"), "its neighbour"));

        await using var link = await Connect("late", "203.0.113.7");
        await Eventually.That(async () => (await admin.ExplainAsync(IpKey.Parse("203.0.113.7"))).Bans is [], "the end of the bans");
        (await admin.ExplainAsync(IpKey.Parse("203.0.113.8"))).Bans.ShouldHaveSingleItem().Reason.ShouldBe("its neighbour");

        var told = await Eventually.Get(async () => (await admin.AuditAsync()).Entries.Where(entry => entry is { Action: "unban", Actor: "tegument-silo" }).ToArray() is { Length: >= 2 } lines ? lines : null, "the audit's lines");
        told.ShouldAllBe(entry => entry.Reason == "protected: own address 203.0.113.7");
        told.Select(entry => $"{entry.Subject} {entry.Before}").ShouldBe(["203.0.113.7 nobody knew", "203.0.113.0/28 it lies in here"], ignoreOrder: true);
    }

    [SkippableFact]
    public async Task The_silos_own_address_is_protected_before_any_host_has_said_hello()
    {
        var own = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => IpKey.From(unicast.Address))
            .Where(address => !address.IsLoopback)
            .ToArray();
        Skip.If(own.Length == 0, "this machine has no address but loopback");
        using var client = _silo.Client("operator");
        (await Refusal(client, own[0].ToString())).ShouldBe($"never banned: own address {own[0]}");
    }

    private static async Task<string> Refusal(TegumentClient client, string address) =>
        (await Should.ThrowAsync<TegumentApiException>(() => client.BanAsync(new BanCreate(Given.Prefix(address), "lock us out")), address)).Message;

    private Task<TegumentLink> Connect(string host, string own) => TegumentLink.ConnectAsync(
        _silo.As("agent"), Given.Hello(host) with { Report = Given.Report(host, enforcing: false) with { Protection = Protection.None with { Own = [IpKey.Parse(own)] } } });
}
