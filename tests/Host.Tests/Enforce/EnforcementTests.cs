using Tegument.Contracts.Addresses;
using Tegument.Contracts.Fleet;

namespace Tegument.Host.Tests.Enforce;

public sealed class EnforcementTests
{
    [SkippableFact]
    public void A_ban_drops_and_an_unban_lifts()
    {
        using var network = new EnforcedNetwork();
        network.Reaches("10.77.1.1").ShouldBeTrue();
        network.Snapshot(("10.77.1.2", 600));
        network.WaitUntilEnforced(1);
        network.Reaches("10.77.1.1").ShouldBeFalse();
        network.Reaches("10.77.1.1", from: "10.77.1.3").ShouldBeTrue("a bystander is not touched");
        network.Executor.Prove();
        EnforcedNetwork.Eventually(() => network.Status.DroppedByBans > 0 && network.Status.DroppedByOrigin.Manual > 0);

        network.Delta(("10.77.1.2", 0));
        network.WaitUntilEnforced(0);
        network.Reaches("10.77.1.1").ShouldBeTrue();
    }

    [SkippableFact]
    public void An_ipv6_ban_drops_and_neighbour_discovery_passes()
    {
        using var network = new EnforcedNetwork();
        network.Snapshot(("fd77:1::2", 600), ("fe80::/10", 600));
        network.WaitUntilEnforced(2);
        network.Reaches("fd77:1::1").ShouldBeFalse();
        network.Host.Run("ip", "neigh", "flush", "dev", "h0").OrThrow();
        network.Host.Run("bash", "-c", "exec 3<>/dev/udp/fd77:1::2/9; echo x >&3");
        network.Host.Run("ip", "-6", "neigh", "show", "fd77:1::2").Output.ShouldContain("lladdr", Case.Sensitive, "the banned neighbour answered a solicitation");
    }

    [SkippableFact]
    public void A_24_stays_a_24()
    {
        using var network = new EnforcedNetwork();
        network.Snapshot(("198.51.100.0/24", 600), ("10.77.1.128/25", 600), ("2001:db8:1::/48", 600));
        network.WaitUntilEnforced(3);
        network.Elements("v4_24").ShouldBe(["198.51.100.0"]);
        network.Elements("v4_25").ShouldBe(["10.77.1.128"]);
        network.Elements("v6_48").ShouldBe(["2001:db8:1::"]);
        network.Elements("v4").ShouldBeEmpty();
        network.Host.Run("nft", "list", "chain", "inet", "tegument", "input").Output.ShouldContain("ip saddr & 255.255.255.0 == @v4_24");
        network.Reaches("10.77.1.1", from: "10.77.1.130").ShouldBeFalse();
        network.Reaches("10.77.1.1").ShouldBeTrue();
    }

    [SkippableFact]
    public void An_address_and_the_networks_around_it_are_lifted_one_by_one()
    {
        using var network = new EnforcedNetwork();
        network.Snapshot(("10.77.1.128/25", 600), ("10.77.1.130", 300), ("10.77.1.130/31", 900), ("fd77:1::/64", 600), ("fd77:1::2", 300));
        network.WaitUntilEnforced(5);
        network.Delta(("10.77.1.128/25", 0));
        network.WaitUntilEnforced(4);
        network.Reaches("10.77.1.1", from: "10.77.1.130").ShouldBeFalse("the address itself and its /31 still are banned");
        network.Delta(("10.77.1.130", 0), ("fd77:1::/64", 0));
        network.WaitUntilEnforced(2);
        network.Reaches("10.77.1.1", from: "10.77.1.130").ShouldBeFalse("the /31 still is");
        network.Reaches("fd77:1::1").ShouldBeFalse("of the two IPv6 bans the narrower is left");
        network.Elements("v4").ShouldBeEmpty();
        network.Elements("v4_31").ShouldBe(["10.77.1.130"]);
        network.Delta(("10.77.1.130/31", 0), ("fd77:1::2", 0));
        network.WaitUntilEnforced(0);
        network.Reaches("10.77.1.1", from: "10.77.1.130").ShouldBeTrue();
        network.Reaches("fd77:1::1").ShouldBeTrue();
    }

    [SkippableFact]
    public void A_ban_ends_on_time_with_no_executor_alive()
    {
        using var network = new EnforcedNetwork();
        network.Snapshot(("10.77.1.2", 3), ("10.77.1.3", 600));
        EnforcedNetwork.Eventually(() => network.Elements("v4").Length == 2);
        network.Executor.Dispose();
        network.Elements("v4").ShouldContain("10.77.1.3", "stopping leaves bans in place");
        EnforcedNetwork.Eventually(() => network.Reaches("10.77.1.1"));
        network.Elements("v4").ShouldBe(["10.77.1.3"]);
    }

    [SkippableFact]
    public void Forwarded_traffic_is_cut()
    {
        using var network = new EnforcedNetwork();
        network.Reaches("10.77.2.2").ShouldBeTrue();
        network.Snapshot(("10.77.1.2", 600));
        network.WaitUntilEnforced(1);
        network.Reaches("10.77.2.2").ShouldBeFalse();
    }

    [SkippableFact]
    public void An_established_connection_is_cut()
    {
        using var network = new EnforcedNetwork();
        var (client, host) = network.Connect();
        using var clientEnd = client;
        using var hostEnd = host;
        client.Send("before"u8);
        host.Receive(new byte[16]).ShouldBe(6);

        network.Snapshot(("10.77.1.2", 600));
        network.WaitUntilEnforced(1);
        client.Send("after"u8);
        EnforcedNetwork.Eventually(() =>
        {
            network.Executor.Prove();
            return network.Status.DroppedByBans >= 2;
        });
        host.Available.ShouldBe(0, "what was sent after the ban never arrived, and neither did its retransmission");

        network.Delta(("10.77.1.2", 0));
        var received = new byte[16];
        host.ReceiveTimeout = 30_000;
        host.Receive(received).ShouldBe(5, "the connection itself was left alone");
    }

    [SkippableFact]
    public void Protected_addresses_are_refused_with_the_reason()
    {
        using var network = new EnforcedNetwork();
        network.Protection = new Protection([IpKey.Parse("10.77.1.1")], [IpKey.Parse("192.0.2.1")], [], [IpKey.Parse("10.77.1.2")], []);
        network.Snapshot(("10.77.1.1", 600), ("192.0.2.0/24", 600), ("10.77.1.2", 600), ("127.0.0.1", 600), ("203.0.113.9", 600));
        network.WaitUntilEnforced(1);
        network.Status.Protected.ShouldBe(4);
        network.Elements("v4").ShouldBe(["203.0.113.9"]);
        network.Executor.Bans(10).GetAwaiter().GetResult().Single(b => b.Prefix == EnforcedNetwork.ClientAddress).Refusal.ShouldBe("an administrator's session");

        network.Protection = Protection.None;
        EnforcedNetwork.Eventually(() => network.Elements("v4").Length == 3, () => network.Status.ToString());
        network.Status.Protected.ShouldBe(1, "loopback stays protected whatever the machine says");
    }
}
