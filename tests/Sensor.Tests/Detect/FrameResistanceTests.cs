using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Sensor.Decode;
using Tegument.Tests.Support.Packets;
using static Tegument.Sensor.Tests.Detect.Stage;

namespace Tegument.Sensor.Tests.Detect;

/// <summary>Somebody wants a third party banned and forges its address. Each test is a trick that he may try; time is packet time, so that hours cost nothing.</summary>
public sealed class FrameResistanceTests
{
    private const string Friend = "203.0.113.5";
    private static readonly TimeSpan Cap = TimeSpan.FromMinutes(10);
    private readonly Stage _stage = new(live: true);

    public static TheoryData<PostureLevel> Postures => [PostureLevel.Balanced, PostureLevel.Hardened, PostureLevel.Lockdown];

    [Theory]
    [MemberData(nameof(Postures))]
    public void A_stranger_framed_by_every_technique_at_once_again_and_again_is_never_banned_for_more_than_ten_minutes(PostureLevel posture)
    {
        using var court = new Court(_stage, posture);
        var forger = new Forger(_stage, Friend);
        for (var round = 0; round < 8; round++)
        {
            forger.Everything();
            court.Judge();
            _stage.Wait(605);
        }

        court.BansOf(Friend).Length.ShouldBe(8);
        court.Bans.ShouldAllBe(b => b.Ttl <= Cap && !b.Verified);
    }

    [Theory]
    [MemberData(nameof(Postures))]
    public void A_friend_of_twelve_minutes_framed_by_every_technique_at_once_is_suspect_and_never_banned(PostureLevel posture)
    {
        using var court = new Court(_stage, posture);
        TalkFor(12, Friend);
        var forger = new Forger(_stage, Friend);
        for (var round = 0; round < 4; round++)
        {
            forger.Everything();
            court.Judge();
            _stage.Wait(400);
        }

        court.Bans.ShouldBeEmpty();
        court.Judgements[Friend].Note.ShouldNotBeNull().ShouldContain("framed");
        court.Judgements[Friend].Standing.ShouldBe(Standing.Suspect);
    }

    [Fact]
    public void A_friend_is_remembered_for_most_of_a_day_after_the_last_word_and_not_for_ever()
    {
        using var court = new Court(_stage, PostureLevel.Balanced);
        TalkFor(12, Friend);
        Pass(hours: 20);
        new Forger(_stage, Friend).Scan(30);
        court.Judge().Bans.ShouldBeEmpty("twenty hours later");
        Pass(hours: 5);
        new Forger(_stage, Friend).Scan(30);
        court.Judge().BansOf(Friend).ShouldHaveSingleItem("a day after the last word").Ttl.ShouldBe(Cap);
    }

    [Fact]
    public void A_friend_who_tried_wrong_ports_on_meeting_us_is_a_friend_still()
    {
        using var court = new Court(_stage, PostureLevel.Lockdown);
        TalkFor(1, Friend);
        new Forger(_stage, Friend).Scan(2);
        TalkFor(12, Friend);
        new Forger(_stage, Friend).Everything();
        court.Judge().Bans.ShouldBeEmpty();
    }

    [Fact]
    public void A_friend_at_work_while_the_agent_restarts_is_no_stranger_to_it()
    {
        using var court = new Court(_stage, PostureLevel.Lockdown);
        _stage.Wait(1);
        // The session stands already: its first packets are data in its middle.
        _stage.Talk(Friend, 50_000, Server, 22).Wait(1).Talk(Friend, 50_000, Server, 22).Wait(5);
        new Forger(_stage, Friend).Everything();
        court.Judge().Bans.ShouldBeEmpty();
    }

    [Fact]
    public void A_scan_in_the_name_of_a_neighbour_in_a_friends_64_does_not_ban_the_friend()
    {
        const string friend = "2001:db8:7:1::5";
        const string neighbour = "2001:db8:7:1::666";
        using var court = new Court(_stage, PostureLevel.Balanced);
        TalkFor(12, friend, "2001:db8:9::10");
        new Forger(_stage, neighbour).Scan6(30, "2001:db8:9::10");
        court.Judge();
        court.Judgements["2001:db8:7:1::/64"].Standing.ShouldBe(Standing.Suspect);
        court.Bans.ShouldBeEmpty();
        new Forger(_stage, "2001:db8:7:2::666").Scan6(30, "2001:db8:9::10");
        court.Judge().Bans.ShouldHaveSingleItem("another network is a stranger's").Verified.ShouldBeFalse();
    }

    [Fact]
    public void A_crowd_of_forged_sources_does_not_push_a_friend_out_of_memory()
    {
        using var court = new Court(_stage, PostureLevel.Balanced);
        TalkFor(12, Friend);
        _stage.Wait(10);
        for (var i = 0; i < 200_000; i++)
        {
            _stage.Tcp($"{11 + (i >> 16)}.{(i >> 8) & 255}.{i & 255}.7", 1234, $"192.0.2.{20 + (i % 200)}", 1 + (i % 5000), TcpFlags.Syn).Wait(0.0002);
        }

        _stage.Wait(3);
        new Forger(_stage, Friend).Scan(30);
        court.Judge().BansOf(Friend).ShouldBeEmpty();
    }

    [Fact]
    public void A_crowd_of_forged_scanners_does_not_blind_us_to_a_true_one()
    {
        for (var i = 0; i < 150_000; i++)
        {
            var source = i / 2;
            _stage.Tcp($"{11 + (source >> 16)}.{(source >> 8) & 255}.{source & 255}.7", 1234, $"192.0.2.{20 + (i % 200)}", 1 + (i % 5000), TcpFlags.Syn).Wait(0.0002);
        }

        _stage.Wait(3);
        new Forger(_stage, Attacker).Scan(30);
        _stage.Of(Attacker, Contracts.Evidence.EvidenceKind.PortScan).ShouldNotBeNull().Count.ShouldBe(30);
    }

    [Fact]
    public void Forged_resets_do_not_make_a_stranger_of_a_visitor_at_his_handshake()
    {
        using var court = new Court(_stage, PostureLevel.Balanced);
        _stage.Wait(700).Tcp(Friend, 50_000, Server, 22, TcpFlags.Syn, 1000, 0, TcpOption.StackSyn)
            .Tcp(Server, 22, Friend, 50_000, TcpFlags.Syn | TcpFlags.Ack, 5000, 1001, TcpOption.StackSyn, outgoing: true)
            .Tcp(Friend, 50_000, Server, 22, TcpFlags.Rst, sequence: 77)
            .Tcp(Friend, 50_000, Server, 22, TcpFlags.Ack, 1001, 5001);
        _stage.Talk(Friend, 50_000, Server, 22).Tcp(Friend, 50_000, Server, 22, TcpFlags.Rst, sequence: 700_000_000);
        for (var minute = 0; minute < 12; minute++) _stage.Talk(Friend, 50_000, Server, 22).Wait(60);
        new Forger(_stage, Friend).Scan(30);
        court.Judge().Bans.ShouldBeEmpty();
    }

    [Fact]
    public void A_downloader_whom_a_full_table_turned_away_is_no_flood()
    {
        var stage = new Stage(live: true, Tegument.Sensor.Detect.SensorLimits.Default with { Flows = 1024 });
        using var court = new Court(stage, PostureLevel.Balanced);
        for (var i = 0; i < 2000; i++) stage.Tcp($"198.18.{i / 200}.{(i % 200) + 1}", 4000, Server, 5000 + i, TcpFlags.Ack | TcpFlags.Psh, payload: 10);
        for (var i = 0; i < 6000; i++) stage.Tcp(Friend, 50_000, Server, 443, TcpFlags.Ack, 1001, 5001).Wait(0.0004);
        court.Judge().BansOf(Friend).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Server)]
    [InlineData("192.0.2.53")]
    public void Frames_from_outside_that_bear_our_addresses_do_not_refuse_anybody(string ours)
    {
        using var court = new Court(_stage, PostureLevel.Lockdown);
        for (var port = 1; port <= 40; port++)
        {
            _stage.Handshake(Friend, 40_000 + port, ours, 443);
            _stage.Tcp(Friend, 41_000 + port, ours, 1 + port, TcpFlags.Ack | TcpFlags.Psh, 1001, 5001, payload: 20);
            // Forged: a refusal in our name, as TCP and as ICMP.
            _stage.Tcp(ours, 1 + port, Friend, 41_000 + port, TcpFlags.Rst | TcpFlags.Ack).Tcp(ours, 443, Friend, 40_000 + port, TcpFlags.Rst);
            _stage.Send(PacketBuilder.Ethernet().IPv4(ours, Friend).Icmp(3, 3).Payload(PacketBuilder.Raw().IPv4(Friend, ours).Udp(5000, 1 + port).Build()).Build());
        }

        _stage.Wait(5);
        court.Judge().BansOf(Friend).ShouldBeEmpty();
    }

    private void TalkFor(int minutes, string friend, string server = Server)
    {
        _stage.Wait(1).Handshake(friend, 50_000, server, 22);
        for (var minute = 0; minute < minutes; minute++) _stage.Talk(friend, 50_000, server, 22).Wait(60);
    }

    // The sensor's clock goes on while nothing happens; its tables are swept meanwhile.
    private void Pass(int hours)
    {
        for (var second = 0; second < hours * 3600; second += 20) _stage.Wait(20);
    }
}
