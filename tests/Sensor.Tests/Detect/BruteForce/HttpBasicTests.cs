using Tegument.Contracts.Evidence;
using static Tegument.Sensor.Tests.Detect.Stage;

namespace Tegument.Sensor.Tests.Detect.BruteForce;

public sealed class HttpBasicTests
{
    private const string Refused = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n\r\n";
    private const string Granted = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private readonly Stage _stage = new();

    [Theory]
    [InlineData(80, "Authorization: Basic ")]
    [InlineData(8080, "authorization: basic ")]
    [InlineData(45_000, "Authorization:Basic ")]
    public void A_401_to_credentials_is_a_failed_try_on_any_port(int port, string field)
    {
        for (var i = 0; i < 8; i++) new Dialogue(_stage, port).Client(Request(field + i)).Server(Refused).Close();
        Count().ShouldBe(8);
    }

    [Fact]
    public void Credentials_in_later_requests_of_a_connection_count_too()
    {
        var dialogue = new Dialogue(_stage, 80).Client(Request()).Server(Granted).Client(Request("Authorization: Basic 0")).Server(Granted);
        for (var i = 1; i <= 8; i++) dialogue.Client(Request($"Authorization: Basic {i}")).Server(Refused);
        Count().ShouldBe(8);
    }

    [Fact]
    public void A_challenge_to_a_request_without_credentials_is_no_failure()
    {
        for (var i = 0; i < 50; i++) new Dialogue(_stage, 80).Client(Request()).Server(Refused).Client(Request("Authorization: Basic right")).Server(Granted).Close();
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_page_of_thirty_parts_asked_for_with_one_wrong_password_is_one_failure()
    {
        for (var i = 0; i < 30; i++) new Dialogue(_stage, 80).Client(Request("Authorization: Basic wrong")).Server(Refused).Close();
        Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("Authorization: Negotiate YII")]
    [InlineData("Authorization: NTLM TlRM")]
    [InlineData("Authorization: Bearer x")]
    [InlineData("X-Not-Authorization: Basic x")]
    public void Other_kinds_of_authorization_are_not_judged(string field)
    {
        for (var i = 0; i < 30; i++) new Dialogue(_stage, 80).Client(Request(field + i)).Server(Refused).Close();
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_text_about_basic_authentication_is_no_request()
    {
        for (var i = 0; i < 30; i++) new Dialogue(_stage, 80).Client("POST /wiki HTTP/1.1\r\nHost: x\r\n\r\n").Client("\nAuthorization: Basic eA==\r\n").Server(Refused).Close();
        _stage.Evidence.ShouldBeEmpty();
    }

    private static string Request(string field = "Accept: */*") => $"GET /secret HTTP/1.1\r\nHost: x\r\n{field}\r\n\r\n";

    private long Count() => _stage.Of(Attacker, EvidenceKind.BruteForce, Techniques.HttpBasic)?.Count ?? 0;
}
