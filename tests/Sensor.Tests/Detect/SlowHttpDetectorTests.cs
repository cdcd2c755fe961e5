using System.Globalization;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Detect;
using Tegument.Sensor.Tests.Detect.BruteForce;
using static Tegument.Sensor.Tests.Detect.Stage;

namespace Tegument.Sensor.Tests.Detect;

public sealed class SlowHttpDetectorTests
{
    private const string OpenHead = "GET / HTTP/1.1\r\nHost: x\r\nX-a: b\r\n";
    private const string WholeHead = OpenHead + "\r\n";
    private const string OpenBody = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 8192\r\n\r\nfoo";
    private readonly Stage _stage = new();

    [Theory]
    [InlineData(OpenHead, 150, 4)]
    [InlineData(OpenHead, 60, 3)]
    [InlineData(OpenHead, 30, 2)]
    [InlineData(OpenBody, 150, 4)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc", 150, 4)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\ncontent-length: 100000000\r\n\r\nfoo", 150, 4)]
    public void Many_requests_that_one_source_never_finishes_are_as_severe_as_they_are_many(string request, int connections, byte severity)
    {
        Trickle(Open(connections, request), "X-y: z\r\n", seconds: 30);
        var evidence = _stage.Of(Attacker, EvidenceKind.Signature, Techniques.SlowHttp).ShouldNotBeNull();
        (evidence.Count, evidence.Severity, evidence.Verified).ShouldBe((connections, severity, true));
    }

    [Fact]
    public void A_few_stalled_requests_are_a_bad_link()
    {
        Trickle(Open(20, OpenHead), "X-y: z\r\n", seconds: 60);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void Many_sources_with_one_stalled_request_each_are_no_attack_of_any()
    {
        for (var i = 0; i < 200; i++) new Dialogue(_stage, 80, string.Create(CultureInfo.InvariantCulture, $"203.0.113.{i}")).Client(OpenHead);
        Pass(30);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void Long_polls_sockets_and_slow_answers_wait_with_their_request_finished()
    {
        Open(200, WholeHead);
        foreach (var dialogue in Open(200, OpenHead)) dialogue.Client("Cookie: long\r\n\r\n");
        foreach (var dialogue in Open(200, "GET /socket HTTP/1.1\r\nUpgrade: websocket\r\n\r\n")) dialogue.Server("HTTP/1.1 101 Switching Protocols\r\n\r\n");
        Pass(60);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void Uploads_over_a_bad_link_are_slow_and_no_attack()
    {
        var uploads = Open(120, "PUT /file HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\nfoo");
        for (var second = 0; second < 60; second += 5)
        {
            foreach (var upload in uploads) upload.Client(1000);
            Pass(5);
        }

        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void Requests_that_were_finished_answered_or_given_up_are_forgotten()
    {
        foreach (var dialogue in Open(200, OpenHead)) dialogue.Server("HTTP/1.1 408 Request Timeout\r\n\r\n");
        foreach (var dialogue in Open(200, OpenHead)) dialogue.Close();
        foreach (var dialogue in Open(200, OpenBody)) dialogue.Client(8189);
        Pass(60);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void More_than_the_list_holds_is_counted()
    {
        var stage = new Stage(limits: SensorLimits.Default with { OpenRequests = 50 });
        for (var i = 0; i < 60; i++) new Dialogue(stage, 80).Client(OpenHead);
        stage.Core.Losses.RequestsRefused.ShouldBe(10);
    }

    private Dialogue[] Open(int connections, string request) => [.. Enumerable.Range(0, connections).Select(_ => new Dialogue(_stage, 80).Client(request))];

    private void Trickle(Dialogue[] dialogues, string drop, int seconds)
    {
        for (var second = 0; second < seconds; second += 5)
        {
            Pass(5);
            foreach (var dialogue in dialogues) dialogue.Client(drop);
        }
    }

    private void Pass(int seconds)
    {
        for (var second = 0; second < seconds; second++) _stage.Wait(1);
    }
}
