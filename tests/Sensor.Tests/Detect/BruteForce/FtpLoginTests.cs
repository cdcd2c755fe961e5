using System.Globalization;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Detect;
using Tegument.Tests.Support.Packets;
using static Tegument.Sensor.Tests.Detect.Stage;

namespace Tegument.Sensor.Tests.Detect.BruteForce;

public sealed class FtpLoginTests
{
    private readonly Stage _stage = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_password_that_the_server_refuses_is_a_failed_try(bool live)
    {
        var stage = new Stage(live);
        for (var i = 0; i < 12; i++) Try(new Dialogue(stage, 21), $"PASS {i}").Close();
        var evidence = stage.Of(Attacker, EvidenceKind.BruteForce, Techniques.Ftp).ShouldNotBeNull();
        (evidence.Count, evidence.Verified, evidence.Ports, evidence.Targets).ShouldBe((12L, true, 1, 1));
    }

    [Fact]
    public void Tries_are_counted_while_the_connection_lasts()
    {
        var dialogue = new Dialogue(_stage, 21).Server("220 ready\r\n");
        for (var i = 0; i < 3; i++) dialogue.Client("USER root\r\n").Server("331 password?\r\n").Client($"PASS {i}\r\n").Server("530 no\r\n");
        Count().ShouldBe(3);
    }

    [Fact]
    public void The_same_wrong_password_again_and_again_is_one_try()
    {
        for (var i = 0; i < 50; i++) Try(new Dialogue(_stage, 21), "PASS stale").Close().Wait(60);
        Count().ShouldBe(1);
    }

    [Fact]
    public void One_password_tried_on_many_hosts_is_a_try_on_each()
    {
        for (var i = 1; i <= 30; i++) Try(new Dialogue(_stage, 21, server: string.Create(CultureInfo.InvariantCulture, $"192.0.2.{i}")), "PASS admin").Close();
        var evidence = _stage.Of(Attacker, EvidenceKind.BruteForce, Techniques.Ftp).ShouldNotBeNull();
        (evidence.Count, evidence.Targets).ShouldBe((30L, 30));
    }

    [Fact]
    public void A_refusal_seen_twice_counts_once()
    {
        Try(new Dialogue(_stage, 21), "PASS a").ServerAgain("530 Login incorrect.\r\n").Close();
        Count().ShouldBe(1);
    }

    [Fact]
    public void Commands_sent_in_one_go_are_answered_in_one_go()
    {
        new Dialogue(_stage, 21).Server("220 ready\r\n").Client("USER a\r\nPASS 1\r\nUSER b\r\nPASS 2\r\n")
            .Server("331 go on\r\n530 no\r\n331 go on\r\n530 no\r\n").Close();
        Count().ShouldBe(2);
    }

    [Fact]
    public void A_password_cut_into_pieces_is_a_try_all_the_same()
    {
        for (var i = 0; i < 5; i++)
            new Dialogue(_stage, 21).Server("220 ready\r\n").Client("SYST\r\n").Server("215 UNIX\r\n").Client("US").Client("ER a\r\n").Server("331 go on\r\n").Client("PA").Client($"SS {i}\r\n").Server("530 no\r\n").Close();
        Count().ShouldBe(5);
    }

    [Fact]
    public void A_server_that_wants_a_login_first_refused_no_password()
    {
        for (var i = 0; i < 30; i++) new Dialogue(_stage, 21).Server("220 ready\r\n").Client("SYST\r\n").Server("530 Please login with USER and PASS.\r\n").Close();
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_user_with_the_right_password_is_clean()
    {
        for (var i = 0; i < 30; i++)
            new Dialogue(_stage, 21).Server("220 ready\r\n").Client("USER a\r\n").Server("331 go on\r\n").Client("PASS right\r\n").Server("230 welcome\r\n").Client("RETR 530\r\n").Server("550 530 is missing\r\n").Close();
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_server_on_any_port_is_known_by_its_banner()
    {
        Try(new Dialogue(_stage, 40_021), "PASS a").Close();
        Count().ShouldBe(1);
    }

    [Fact]
    public void Inbound_frames_that_bear_our_address_refuse_nobody()
    {
        // Live, our half is marked; a forger's is not, whatever he writes into it.
        var stage = new Stage(live: true);
        stage.Handshake(Attacker, 50_000, Server, 21);
        for (var i = 0; i < 20; i++)
            stage.Send(PacketBuilder.Ethernet().IPv4(Server, Attacker).Tcp(21, 50_000, 24, 5001 + ((uint)i * 8), 1001).Payload("530 no\r\n").Build());
        stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void What_our_own_host_fails_at_elsewhere_accuses_nobody()
    {
        var stage = new Stage(live: true);
        stage.Tcp(Server, 50_000, Attacker, 21, 2, 1000, 0, TcpOption.StackSyn, outgoing: true)
            .Tcp(Attacker, 21, Server, 50_000, 18, 5000, 1001)
            .Tcp(Server, 50_000, Attacker, 21, 16, 1001, 5001, outgoing: true);
        for (var i = 0; i < 20; i++)
            stage.Send(PacketBuilder.Ethernet().IPv4(Attacker, Server).Tcp(21, 50_000, 24, 5001 + ((uint)i * 8), 1001).Payload("530 no\r\n").Build());
        stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_full_table_of_conversations_is_counted_and_accuses_nobody_wrongly()
    {
        var stage = new Stage(limits: SensorLimits.Default with { Logins = 4 });
        for (var i = 0; i < 10; i++) new Dialogue(stage, 21).Server("220 ready\r\n");
        stage.Core.Losses.LoginsRefused.ShouldBe(6);
        stage.Evidence.ShouldBeEmpty();
    }

    private static Dialogue Try(Dialogue dialogue, string password) =>
        dialogue.Server("220 FTP ready\r\n").Client("USER root\r\n").Server("331 Password required.\r\n").Client(password + "\r\n").Server("530 Login incorrect.\r\n");

    private long Count() => _stage.Of(Attacker, EvidenceKind.BruteForce, Techniques.Ftp)?.Count ?? 0;
}
