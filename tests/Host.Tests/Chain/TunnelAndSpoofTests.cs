using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Tegument.Tests.Support;
using Tegument.Tests.Support.Packets;

namespace Tegument.Host.Tests.Chain;

/// <summary>What is an incident and no ban, on the real kernel: a neighbour who lies, this host tunnelling out, a shell behind ping.</summary>
public sealed class TunnelAndSpoofTests(TunnelAndSpoofTests.Stage stage) : IClassFixture<TunnelAndSpoofTests.Stage>
{
    private const ulong ForgerMac = 0x02_00_00_00_0B_AD;
    private const string Forger = "02:00:00:00:0b:ad";
    private const string Lied = "10.93.1.77";

    [SkippableFact]
    public void A_lying_neighbour_is_shown_with_its_hardware_address_and_nobody_is_banned()
    {
        var host = stage.Host;
        var to = Mac(host.Host, "outer");
        using var sender = new RawSender(host.Attacker, "eth0");
        var lie = PacketBuilder.Ethernet(ForgerMac, to).Arp(2, Lied, ProtectedHost.Address, ForgerMac, to).Build();
        Until.True(
            () =>
            {
                sender.Send(lie);
                return Incidents(host).Any(i => i is { Kind: "anomaly", Technique: "arp-spoof", Target: Lied, Mac: Forger });
            },
            "the spoof among the incidents", everyMs: 600);

        var line = host.Verb("incidents").OrThrow().Output.Split('\n').Single(l => l.Contains(Lied, StringComparison.Ordinal));
        line.ShouldContain("anomaly/arp-spoof");
        line.ShouldContain(Forger);
        NobodyIsBanned(host);
    }

    [SkippableFact]
    public void A_machine_with_a_new_card_is_no_liar()
    {
        var host = stage.Host;
        for (var i = 1; i <= 4; i++)
        {
            host.Attacker.Run("ip", "link", "set", "eth0", "address", $"02:00:00:00:c0:0{i}").OrThrow();
            host.Host.Run("ping", "-c", "2", "-i", "0.3", "-W", "2", "10.93.1.2");
            host.Attacker.Run("ping", "-c", "2", "-i", "0.3", "-W", "2", ProtectedHost.Address);
        }

        Incidents(host).ShouldNotContain(i => i.Technique == "arp-spoof" && i.Target != Lied);
        NobodyIsBanned(host);
    }

    [SkippableFact]
    public void This_host_tunnelling_out_through_names_is_an_incident_on_it()
    {
        var host = stage.Host;
        var random = new Random(3);
        using var socket = host.Host.Invoke(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        var server = new IPEndPoint(IPAddress.Parse("10.93.2.2"), 53);
        Until.True(
            () =>
            {
                for (var i = 0; i < 10; i++) socket.SendTo(DnsMessage.Question($"{Text(random)}.t.example.org", DnsMessage.Null), server);
                return Incidents(host).Any(i => i is { Kind: "dns-tunnel", Technique: "stream", Target: "10.93.2.1", Port: 53, Detail: "names under example.org, NULL" });
            },
            "the tunnel among the incidents", everyMs: 500);
        NobodyIsBanned(host);
    }

    [SkippableFact]
    public void A_shell_behind_ping_is_remembered_of_who_asks_and_bans_nobody()
    {
        var host = stage.Host;
        var (attacker, own) = (Mac(host.Attacker, "eth0"), Mac(host.Host, "outer"));
        using var asks = new RawSender(host.Attacker, "eth0");
        using var answers = new RawSender(host.Host, "outer");
        var number = 0u;
        Until.True(
            () =>
            {
                for (var i = 0; i < 6; i++)
                {
                    number++;
                    asks.Send(PacketBuilder.Ethernet(attacker, own).IPv4("10.93.1.66", ProtectedHost.Address).Icmp(8, 0, 0x1234_0000 + number).Payload($"uname -a #{number}").Build());
                    answers.Send(PacketBuilder.Ethernet(own, attacker).IPv4(ProtectedHost.Address, "10.93.1.66").Icmp(0, 0, 0x1234_0000 + number).Payload($"Linux host 6.{number}.0 x86_64 GNU/Linux").Build());
                }

                return host.Verb("explain", "10.93.1.66", "--json").Output.Contains("icmp-tunnel", StringComparison.Ordinal);
            },
            "the tunnel in the address's evidence", everyMs: 500);
        NobodyIsBanned(host);
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, 30).Select(_ => "abcdefghijklmnopqrstuvwxyz234567"[random.Next(32)]));

    private static void NobodyIsBanned(ProtectedHost host)
    {
        host.KernelSet("v4").ShouldBeEmpty();
        host.Verb("bans", "--json").OrThrow().Output.ShouldNotContain("\"prefix\"");
    }

    private static Incident[] Incidents(ProtectedHost host)
    {
        using var list = JsonDocument.Parse(host.Verb("incidents", "--json").OrThrow().Output);
        return [.. list.RootElement.GetProperty("incidents").Deserialize<Incident[]>(JsonSerializerOptions.Web)!];
    }

    private static ulong Mac(NetworkNamespace space, string device) =>
        Convert.ToUInt64(space.Run("cat", $"/sys/class/net/{device}/address").OrThrow().Output.Trim().Replace(":", "", StringComparison.Ordinal), 16);

    private sealed record Incident(string Kind, string Technique, string Target, int Port, string? Mac, string? Detail);

    public sealed class Stage : IDisposable
    {
        private ProtectedHost? _host;

        internal ProtectedHost Host => _host ??= new ProtectedHost("--enforce");

        public void Dispose() => _host?.Dispose();
    }
}
