using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Decode;
using Tegument.Tests.Support.Packets;
using static Tegument.Sensor.Tests.Detect.Stage;

namespace Tegument.Sensor.Tests.Detect;

public sealed class AmplificationAbuseTests
{
    private const string Victim = "203.0.113.99";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_question_in_one_addresss_name_again_and_again_is_an_incident_on_that_address(bool live)
    {
        var stage = new Stage(live);
        for (var i = 0; i < 1000; i++) Dns(stage, i, "zone.example.org", DnsMessage.Any, 1200).Wait(0.01);
        var incident = stage.Incidents.ShouldHaveSingleItem();
        (incident.Kind, incident.Technique, incident.Target, incident.Port).ShouldBe((EvidenceKind.Amplification, "reflector-dns", IpKey.Parse(Victim), 53));
        incident.TopSources.ShouldHaveSingleItem().Address.ShouldBe(IpKey.Parse(Server), "our server is what hits it");
        incident.Detail.ShouldNotBeNull().ShouldStartWith("our server answers 3");
        stage.Evidence.ShouldBeEmpty("the victim asked nothing");
    }

    [Fact]
    public void Time_servers_asked_for_their_lists_are_named()
    {
        var stage = new Stage();
        byte[] monlist = [0x17, 0, 3, 0x2A, 0, 0, 0, 0];
        for (var i = 0; i < 600; i++)
        {
            stage.Send(PacketBuilder.Ethernet().IPv4(Victim, Server).Udp(80, 123).Payload(monlist).Build());
            for (var n = 0; n < 4; n++) stage.Udp(Server, 123, Victim, 80, 440);
            stage.Wait(0.01);
        }

        stage.Incidents.ShouldContain(i => i.Technique == "reflector-ntp");
        stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_resolver_for_many_people_that_asks_thousands_of_names_is_no_abuse()
    {
        var stage = new Stage();
        for (var i = 0; i < 5000; i++) Dns(stage, i, $"host{i % 900}.zone.example.org", i % 3 == 0 ? DnsMessage.Txt : DnsMessage.A, 900).Wait(0.002);
        stage.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void A_program_in_a_loop_whose_answers_are_small_is_no_abuse()
    {
        var stage = new Stage();
        for (var i = 0; i < 5000; i++) Dns(stage, i, "www.example.org", DnsMessage.A, 4).Wait(0.002);
        stage.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void A_manager_that_reads_tables_of_many_devices_is_no_abuse()
    {
        var stage = new Stage();
        for (var i = 0; i < 3000; i++)
        {
            stage.Send(PacketBuilder.Ethernet().IPv4(Victim, Server).Udp(40_000, 161).Payload([.. new byte[40], (byte)(i >> 8), (byte)i]).Build());
            stage.Udp(Server, 161, Victim, 40_000, 1300).Wait(0.005);
        }

        stage.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void Live_answers_that_reach_us_are_no_abuse_of_ours()
    {
        var stage = new Stage(live: true);
        for (var i = 0; i < 1000; i++)
        {
            stage.Udp(Server, 30_000 + i, Victim, 53, 40, outgoing: true);
            stage.Udp(Victim, 53, Server, 30_000 + i, 1200).Wait(0.01);
        }

        stage.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void Handshakes_in_one_addresss_name_that_nobody_finishes_are_named()
    {
        var stage = new Stage();
        for (var i = 0; i < 300; i++)
        {
            stage.Tcp(Victim, 20_000 + i, Server, 443, TcpFlags.Syn, 1000, 0, TcpOption.StackSyn);
            for (var n = 0; n < 3; n++) stage.Tcp(Server, 443, Victim, 20_000 + i, TcpFlags.Syn | TcpFlags.Ack, 5000, 1001);
            stage.Wait(0.1);
        }

        stage.Wait(20);
        var incident = stage.Incidents.Where(i => i.Technique == Techniques.ReflectorTcp).ShouldHaveSingleItem();
        (incident.Target, incident.Port).ShouldBe((IpKey.Parse(Victim), 443));
        incident.Detail.ShouldNotBeNull().ShouldContain("3 times");
        stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_monitor_that_resets_its_handshakes_and_a_client_that_finishes_them_are_no_abuse()
    {
        var stage = new Stage();
        for (var i = 0; i < 900; i++)
        {
            if (i % 2 == 0)
            {
                stage.Tcp("198.51.100.3", 20_000 + i, Server, 443, TcpFlags.Syn).Tcp(Server, 443, "198.51.100.3", 20_000 + i, TcpFlags.Syn | TcpFlags.Ack, 5000, 1001)
                    .Tcp("198.51.100.3", 20_000 + i, Server, 443, TcpFlags.Rst, 1001);
            }

            for (var n = 0; n < 4; n++) stage.Handshake(Victim, 10_000 + (i * 4) + n, Server, 443);
            if (i % 3 == 0) stage.Tcp(Victim, 50_000 + i, Server, 443, TcpFlags.Syn).Tcp(Server, 443, Victim, 50_000 + i, TcpFlags.Syn | TcpFlags.Ack, 5000, 1001);
            stage.Wait(1);
        }

        stage.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void A_storm_of_addresses_is_counted_beyond_the_records()
    {
        var stage = new Stage();
        for (var round = 0; round < 40; round++)
            for (var i = 0; i < 100; i++) stage.Udp(Server, 53, $"203.0.113.{i}", 5353, 300);
        stage.Core.Detectors.Abuse.Overflow.ShouldBeGreaterThan(0);
        stage.Wait(300).Core.Detectors.Abuse.IsWatching.ShouldBeFalse();
    }

    private static Stage Dns(Stage stage, int number, string name, int type, int answer) =>
        stage.Send(PacketBuilder.Ethernet().IPv4(Victim, Server).Udp(20_000 + (number % 40_000), 53).Payload(DnsMessage.Question(name, type, (ushort)number)).Build())
            .Send(PacketBuilder.Ethernet().IPv4(Server, Victim).Udp(53, 20_000 + (number % 40_000)).Payload(DnsMessage.Answer(name, type, answer, (ushort)number)).Build(), outgoing: stage.IsLive);
}
