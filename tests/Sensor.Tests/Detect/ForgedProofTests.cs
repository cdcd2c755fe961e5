using Tegument.Contracts.Posture;
using Tegument.Sensor.Decode;
using Tegument.Tests.Support.Packets;
using static Tegument.Sensor.Tests.Detect.Stage;

namespace Tegument.Sensor.Tests.Detect;

/// <summary>
/// "Verified" opens the way to long bans, so a forger wants it in his victim's name: it needs handshakes that only the victim can finish. Each
/// test is a way to come by them.
/// </summary>
public sealed class ForgedProofTests
{
    private const string Victim = "203.0.113.5";
    private readonly Stage _stage = new(live: true);
    private readonly Forger _forger;

    public ForgedProofTests()
    {
        _forger = new Forger(_stage, Victim);
        // Past the time in which nobody's handshakes prove anything.
        _stage.Wait(1).Wait(700);
    }

    [Fact]
    public void What_a_scanner_does_himself_is_verified()
    {
        ScanFor(Victim);
        Verified().ShouldBeTrue();
    }

    [Fact]
    public void Guessing_our_sequence_numbers_proves_nothing_even_when_a_guess_hits()
    {
        _forger.Scan(8, options: TcpOption.StackSyn);
        for (var port = 80; port <= 82; port++)
        {
            _stage.Tcp(Victim, 30_000 + port, Server, port, TcpFlags.Syn, 1000, 0, TcpOption.StackSyn);
            _stage.Tcp(Server, port, Victim, 30_000 + port, TcpFlags.Syn | TcpFlags.Ack, 5000, 1001, outgoing: true);
            for (uint guess = 4950; guess <= 5050; guess++) _stage.Tcp(Victim, 30_000 + port, Server, port, TcpFlags.Ack, 1001, guess);
            _stage.Tcp(Victim, 30_000 + port, Server, port, TcpFlags.Rst | TcpFlags.Ack, 1001, 5001);
        }

        _forger.Scan(8, options: TcpOption.StackSyn);
        Verified().ShouldBeFalse();
    }

    [Fact]
    public void Answers_forged_in_our_name_prove_nothing()
    {
        _forger.Scan(8, options: TcpOption.StackSyn);
        for (var port = 80; port <= 84; port++)
        {
            _stage.Tcp(Victim, 30_000 + port, Server, port, TcpFlags.Syn, 1000, 0, TcpOption.StackSyn);
            // The forger's own SYN-ACK comes in from outside, with a number that he knows; ours follows.
            _stage.Tcp(Server, port, Victim, 30_000 + port, TcpFlags.Syn | TcpFlags.Ack, 7000, 1001);
            _stage.Tcp(Server, port, Victim, 30_000 + port, TcpFlags.Syn | TcpFlags.Ack, 5000, 1001, outgoing: true);
            _stage.Tcp(Victim, 30_000 + port, Server, port, TcpFlags.Ack, 1001, 7001);
            _stage.Tcp(Victim, 30_000 + port, Server, port, TcpFlags.Rst | TcpFlags.Ack, 1001, 7001);
        }

        _forger.Scan(8, options: TcpOption.StackSyn);
        Verified().ShouldBeFalse();
    }

    [Theory]
    [InlineData(TcpFlags.Fin | TcpFlags.Ack)]
    [InlineData(TcpFlags.Rst)]
    public void Closing_a_visitors_connections_in_his_name_makes_no_empty_handshakes_of_them(byte flags)
    {
        _forger.Scan(8, options: TcpOption.StackSyn);
        foreach (var port in new[] { 80, 443, 22 })
        {
            _stage.Handshake(Victim, 30_000 + port, Server, port);
            for (uint guess = 1; guess < 200; guess++) _stage.Tcp(Victim, 30_000 + port, Server, port, flags, guess * 21_000_000);
            _stage.Talk(Victim, 30_000 + port, Server, port);
        }

        _forger.Scan(8, options: TcpOption.StackSyn);
        Verified().ShouldBeFalse();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(3600)]
    public void A_monitor_with_a_dead_service_lends_its_habit_to_nobody(int everySeconds)
    {
        for (var round = 0; round < 5; round++) Look(everySeconds);
        for (var round = 0; round < 5; round++)
        {
            _forger.Scan(8, options: TcpOption.StackSyn);
            Look(everySeconds);
            _forger.Scan(8, options: TcpOption.StackSyn);
            Verified().ShouldBeFalse();
        }
    }

    [Fact]
    public void A_monitor_met_just_after_our_start_lends_its_habit_to_nobody()
    {
        var stage = new Stage(live: true);
        var forger = new Forger(stage, Victim);
        stage.Wait(1);
        forger.Scan(8, options: TcpOption.StackSyn);
        Empty(stage, 80);
        Empty(stage, 443);
        forger.Scan(8, options: TcpOption.StackSyn);
        stage.Wait(1200);
        forger.Scan(8, options: TcpOption.StackSyn);
        Empty(stage, 80);
        Empty(stage, 443);
        stage.Evidence.ShouldNotContain(e => e.Verified);
    }

    [Fact]
    public void Who_scanned_once_is_not_answerable_for_what_is_forged_in_his_name_later()
    {
        using var court = new Court(_stage, PostureLevel.Balanced);
        ScanFor(Victim);
        court.Judge().BansOf(Victim).ShouldHaveSingleItem().Verified.ShouldBeTrue();
        for (var round = 0; round < 5; round++)
        {
            _stage.Wait(700);
            _forger.Scan(30, options: TcpOption.StackSyn);
            court.Judge();
        }

        court.BansOf(Victim).Length.ShouldBe(6);
        court.BansOf(Victim)[1..].ShouldAllBe(b => !b.Verified && b.Ttl == TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void Who_comes_back_after_his_ban_and_scans_again_earns_a_longer_one()
    {
        using var court = new Court(_stage, PostureLevel.Balanced);
        var minutes = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            ScanFor(Victim);
            court.Judge();
            minutes.Add(court.BansOf(Victim)[^1].Ttl.TotalMinutes);
            _stage.Wait((minutes[^1] * 60) + 60);
        }

        minutes.ShouldBe([10, 40, 160]);
    }

    private static void Empty(Stage stage, int port)
    {
        var from = 20_000 + (int)(stage.Time * 7 % 20_000) + port;
        stage.Handshake(Victim, from, Server, port).Tcp(Victim, from, Server, port, TcpFlags.Fin | TcpFlags.Ack, 1001, 5001).Wait(0.01);
    }

    private bool Verified() => _stage.Evidence.Any(e => e.Source == Contracts.Addresses.IpKey.Parse(Victim) && e.Verified);

    // Two services answer, one is down.
    private void Look(int everySeconds)
    {
        Empty(_stage, 80);
        Empty(_stage, 443);
        _stage.Tcp(Victim, 20_000 + (int)(_stage.Time % 20_000), Server, 9, TcpFlags.Syn, options: TcpOption.StackSyn).Refuse(Server, 9, Victim, 20_000 + (int)(_stage.Time % 20_000));
        _stage.Wait(everySeconds);
    }

    // A connect scan by its true sender: twenty closed ports and two open ones.
    private void ScanFor(string source)
    {
        var forger = new Forger(_stage, source);
        forger.Scan(10, options: TcpOption.StackSyn);
        Empty(_stage, 80);
        Empty(_stage, 22);
        forger.Scan(10, options: TcpOption.StackSyn);
    }
}
