using Tegument.Contracts.Evidence;
using static Tegument.Sensor.Tests.Detect.Stage;

namespace Tegument.Sensor.Tests.Detect.BruteForce;

public sealed class MailLoginTests
{
    private readonly Stage _stage = new();

    public static TheoryData<string, int, string[]> Refusals => new()
    {
        { Techniques.Smtp, 25, ["220 mx ESMTP", "EHLO x", "250 AUTH", "AUTH PLAIN #", "535 5.7.8 no"] },
        { Techniques.Smtp, 587, ["220 mx ESMTP", "EHLO x", "250 AUTH", "AUTH LOGIN", "334 VXNlcg==", "bWU=", "334 UGFzcw==", "#", "535 Incorrect authentication data"] },
        { Techniques.Imap, 143, ["* OK ready", "a1 LOGIN me #", "a1 NO [AUTHENTICATIONFAILED] no"] },
        { Techniques.Imap, 143, ["* OK ready", "a1 CAPABILITY", "* CAPABILITY IMAP4\r\na1 OK done", "a2 authenticate PLAIN", "+ ", "#", "a2 NO no"] },
        { Techniques.Imap, 143, ["* OK ready", "a1 LOGIN {2}", "+ go on", "me {3}", "+ go on", "OK #", "a1 NO no"] },
        { Techniques.Imap, 10_143, ["* OK ready", "a1 LOGIN me #", "a1 NO no"] },
        { Techniques.Pop3, 110, ["+OK ready", "USER me", "+OK", "PASS #", "-ERR [AUTH] no"] },
        { Techniques.Pop3, 110, ["+OK ready", "AUTH", "+OK\r\nPLAIN\r\n.", "AUTH PLAIN #", "-ERR no"] },
    };

    public static TheoryData<int, string[]> Innocent => new()
    {
        { 25, ["220 mx ESMTP", "EHLO x", "250 AUTH", "AUTH PLAIN #", "235 welcome", "MAIL FROM:<a>", "250 ok", "DATA", "354 go on", "535 said I\r\n.", "250 ok"] },
        { 25, ["220 mx ESMTP", "EHLO x", "250 ok", "MAIL FROM:<a>", "530 5.7.0 Authentication required"] },
        { 25, ["220 mx ESMTP", "EHLO x", "250 ok", "AUTH PLAIN #", "454 4.7.0 Temporary authentication failure"] },
        { 143, ["* OK ready", "a1 LOGIN me #", "a1 OK welcome", "a2 SELECT Missing", "a2 NO no such mailbox"] },
        { 143, ["* OK ready", "a1 LOGIN me #", "a1 NO [UNAVAILABLE] later"] },
        { 143, ["* OK ready", "a1 STARTTLS", "a1 NO not here"] },
        { 110, ["+OK ready", "USER me", "+OK", "PASS #", "+OK welcome", "RETR 9", "-ERR no such message"] },
        { 110, ["+OK ready", "USER me", "+OK", "PASS #", "-ERR [IN-USE] locked"] },
        { 110, ["+OK ready", "USER me", "-ERR no such user"] },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_refused_password_is_a_failed_try(string technique, int port, string[] lines)
    {
        for (var i = 0; i < 7; i++) Play(port, lines, i);
        _stage.Of(Attacker, EvidenceKind.BruteForce, technique).ShouldNotBeNull().Count.ShouldBe(7);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_program_with_a_stale_password_fails_once(string technique, int port, string[] lines)
    {
        for (var i = 0; i < 40; i++) Play(port, lines, 0).Wait(60);
        _stage.Of(Attacker, EvidenceKind.BruteForce, technique).ShouldNotBeNull().Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Innocent))]
    public void What_refuses_no_password_is_no_failed_try(int port, string[] lines)
    {
        for (var i = 0; i < 30; i++) Play(port, lines, i);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(143, "* OK ready", "a1 LO", "GIN me #", "a1 NO no")]
    [InlineData(110, "+OK ready", "PA", "SS #", "-ERR no")]
    public void A_command_cut_into_pieces_hides_no_refusal_and_feigns_no_success(int port, string greeting, string head, string rest, string no)
    {
        for (var i = 0; i < 7; i++)
        {
            new Dialogue(_stage, port).Server(greeting + "\r\n").Client("a0 CAP").Client("ABILITY\r\n").Server("a0 OK\r\n")
                .Client(head).Client(rest.Replace("#", $"{i}", StringComparison.Ordinal) + "\r\n").Server(no + "\r\n").Close();
        }

        _stage.Evidence.Single().Count.ShouldBe(7);
    }

    // The server's lines and the client's take turns; '#' becomes this round's password.
    private Stage Play(int port, string[] lines, int round)
    {
        var dialogue = new Dialogue(_stage, port);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Replace("#", $"secret{round}", StringComparison.Ordinal) + "\r\n";
            if (i % 2 == 0) dialogue.Server(line);
            else dialogue.Client(line);
        }

        return dialogue.Close();
    }
}
