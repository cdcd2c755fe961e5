using Tegument.Contracts.Evidence;
using static Tegument.Sensor.Tests.Detect.Stage;

namespace Tegument.Sensor.Tests.Detect.BruteForce;

/// <summary>The record sizes and pauses are those of Dovecot, PostgreSQL and MariaDB under TLS 1.3 and 1.2, as measured.</summary>
public sealed class TlsLoginTests
{
    private readonly Stage _stage = new();

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void A_short_answer_held_back_with_no_more_than_a_goodbye_after_it_is_a_failed_try(bool version13, bool greeted)
    {
        for (var i = 0; i < 6; i++)
        {
            var dialogue = Tls(993, version13).Server(Data(100));
            if (greeted) dialogue.Client(Data(31)).Server(Data(111));
            dialogue.Client(Data(44)).Wait(2).Server(Data(74)).Client(Data(30)).Server(Data(60)).Close();
        }

        Count(Techniques.Imap).ShouldBe(6);
    }

    [Fact]
    public void A_prompt_held_back_before_the_refusal_is_no_try_of_its_own()
    {
        var dialogue = Tls(993, true).Server(Data(100));
        for (var i = 0; i < 5; i++) dialogue.Client(Data(44)).Wait(15).Server(Data(38)).Client(Data(32)).Server(Data(38)).Client(Data(28)).Wait(2).Server(Data(74));
        dialogue.Close();
        Count(Techniques.Imap).ShouldBe(5);
    }

    [Fact]
    public void A_slow_server_that_lets_its_users_in_accuses_nobody()
    {
        for (var i = 0; i < 20; i++) Tls(993, true).Server(Data(100)).Client(Data(44)).Wait(2).Server(Data(90)).Client(Data(30)).Server(Data(400)).Client(Data(30)).Server(Data(60)).Close();
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_connection_that_turns_to_TLS_is_judged_by_sizes_and_pauses_from_then_on()
    {
        for (var i = 0; i < 6; i++)
        {
            var dialogue = new Dialogue(_stage, 587).Server("220 mx ESMTP\r\n").Client("EHLO x\r\n").Server("250 STARTTLS\r\n").Client("STARTTLS\r\n").Server("220 go on\r\n");
            Handshake(dialogue, true).Client(Data(30)).Server(Data(120)).Client(Data(60)).Wait(2).Server(Data(70)).Close();
        }

        Count(Techniques.Smtp).ShouldBe(6);
    }

    [Fact]
    public void A_database_that_closes_with_the_last_word_has_refused()
    {
        for (var i = 0; i < 6; i++)
            Handshake(new Dialogue(_stage, 5432).Client(8).Server("S"), true).Client(Data(79)).Server(Data(65)).Client(Data(103)).Server(Data(115)).Client(Data(203)).Server(Data(121)).Server(Data(19)).CloseByServer();
        for (var i = 0; i < 6; i++)
            Handshake(new Dialogue(_stage, 3306).Server([80, 0, 0, 0, 10, .. new byte[80]]).Client(36), false).Client(Data(232)).Server(Data(96)).CloseByServer();
        Count(Techniques.Postgres).ShouldBe(6);
        Count(Techniques.MySql).ShouldBe(6);
    }

    [Fact]
    public void A_database_that_closes_after_the_clients_goodbye_has_not()
    {
        for (var i = 0; i < 20; i++)
        {
            Handshake(new Dialogue(_stage, 5432).Client(8).Server("S"), true).Client(Data(79)).Server(Data(65)).Client(Data(60)).Server(Data(485)).Client(Data(27)).Server(Data(19)).CloseByServer();
            Handshake(new Dialogue(_stage, 3306).Server([80, 0, 0, 0, 10, .. new byte[80]]).Client(36), true).Client(Data(232)).Server(Data(33)).Client(Data(27)).CloseByServer();
            // Too many clients already: refused for the start-up message alone.
            Handshake(new Dialogue(_stage, 5432).Client(8).Server("S"), true).Client(Data(79)).Server(Data(110)).CloseByServer();
        }

        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void Remote_desktops_network_login_ends_after_its_second_message_when_it_failed()
    {
        for (var i = 0; i < 6; i++) Desktop().Client(Data(110)).Server(Data(300)).Client(Data(560)).Server(Data(60)).Reset();
        Count(Techniques.Rdp).ShouldBe(6);
    }

    [Fact]
    public void Remote_desktop_sessions_certificate_scans_and_challenges_asked_for_are_no_failed_tries()
    {
        for (var i = 0; i < 20; i++)
        {
            Desktop().Close();
            Desktop().Client(Data(110)).Server(Data(300)).Close();
            Desktop().Client(Data(110)).Server(Data(300)).Client(Data(560)).Server(Data(120)).Client(Data(200)).Server(Data(900)).Client(Data(400)).Wait(60).Close();
        }

        _stage.Evidence.ShouldBeEmpty();
    }

    private Dialogue Desktop() =>
        Handshake(new Dialogue(_stage, 3389).Client([3, 0, 0, 19, 14, 0xE0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 3, 0, 0, 0]).Server([3, 0, 0, 19, 14, 0xD0, 0, 0, 0x12, 0x34, 0, 2, 0x1F, 8, 0, 2, 0, 0, 0]), false);

    private Dialogue Tls(int port, bool version13) => Handshake(new Dialogue(_stage, port), version13);

    private static Dialogue Handshake(Dialogue dialogue, bool version13) => version13
        ? dialogue.Client(Record(22, 400)).Server([.. Record(22, 90), .. Record(20, 1), .. Data(900)]).Client([.. Record(20, 1), .. Data(69)]).Server(Data(250))
        : dialogue.Client(Record(22, 200)).Server(Record(22, 1200)).Client([.. Record(22, 70), .. Record(20, 1), .. Record(22, 40)]).Server([.. Record(20, 1), .. Record(22, 40)]);

    private static byte[] Data(int length) => Record(23, length);

    private static byte[] Record(byte type, int length) => [type, 3, 3, (byte)(length >> 8), (byte)length, .. new byte[length]];

    private long Count(string technique) => _stage.Of(Attacker, EvidenceKind.BruteForce, technique)?.Count ?? 0;
}
