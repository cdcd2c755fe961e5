using Tegument.Contracts.Evidence;
using static Tegument.Sensor.Tests.Detect.Stage;

namespace Tegument.Sensor.Tests.Detect.BruteForce;

public sealed class TelnetLoginTests
{
    private readonly Stage _stage = new();

    [Theory]
    [InlineData("\r\nLogin incorrect\r\nhost login: ")]
    [InlineData("\r\n% Login invalid\r\n\r\nUsername: ")]
    [InlineData("\r\nPassword: ")]
    [InlineData("\r\nhost login: ")]
    public void What_comes_after_a_wrong_password_says_no_or_asks_again(string answer)
    {
        for (var i = 0; i < 6; i++) Ask().Client("wrong\r\n").Server("\r\n").Server(answer).Close();
        Count().ShouldBe(6);
    }

    [Fact]
    public void A_greeting_that_tells_of_failed_logins_is_a_success()
    {
        for (var i = 0; i < 20; i++)
            Ask().Client("right\r\n").Server("\r\n").Server("Last login: Mon Nov 20\r\nThere were 3 failed login attempts.\r\n$ ").Client("su\r\n").Server("Password: ").Client("x\r\n").Server("su: Authentication failed\r\n").Close();
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void Text_about_logins_within_a_session_refuses_nothing()
    {
        for (var i = 0; i < 20; i++) Ask().Client("right\r\n").Server("Welcome to the machine\r\n$ ").Client("cat log\r\n").Server("Login incorrect\r\nPassword: Login incorrect\r\n").Close();
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void Several_tries_of_one_connection_count_each()
    {
        var dialogue = Ask();
        for (var i = 0; i < 3; i++) dialogue.Client("wrong\r\n").Server("\r\nLogin incorrect\r\nlogin: ").Client("me\r\n").Server("Password: ");
        Count().ShouldBe(3);
    }

    private Dialogue Ask() => new Dialogue(_stage, 23).Server("host login: ").Client("me\r\n").Server("me\r\nPassword: ");

    private long Count() => _stage.Of(Attacker, EvidenceKind.BruteForce, Techniques.Telnet)?.Count ?? 0;
}
