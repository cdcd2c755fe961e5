using Tegument.Contracts.Client;
using Tegument.Contracts.Evidence;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Rest;

public sealed class QualiaTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private readonly SiloProcess _silo = running.Silo;

    [Fact]
    public async Task Evidence_heats_the_fleet_and_names_kind_source_and_sensor()
    {
        using var client = _silo.Client("operator");
        await using var link = await TegumentLink.ConnectAsync(_silo.As("agent"), Given.Hello("web1"));
        (await link.Deliver(Given.Scan("web1", "run-1", 1, "203.0.113.61"))).Refusal.ShouldBeNull();
        var hot = await Eventually.Get(async () => (await client.QualiaAsync()) is { Temperature.Value: > 0 } now ? now : null, "a temperature");
        hot.Temperature.Causes.Select(cause => (cause.Part, cause.Name)).ShouldBe([("kind", "port-scan"), ("source", "203.0.113.61"), ("sensor", "web1")]);
        hot.Temperature.Cause.ShouldContain("points/min");
    }

    [Fact]
    public async Task Each_second_has_its_own()
    {
        using var client = _silo.Client("operator");
        var first = await client.QualiaAsync();
        await Eventually.That(async () => (await client.QualiaAsync()).At > first.At, "the next second");
    }

    [Fact]
    public async Task The_history_is_kept_over_a_restart()
    {
        using var directory = new TemporaryDirectory();
        DateTimeOffset last;
        await using (var first = await SiloProcess.Start(directory.Path))
        {
            using var client = first.Client("operator");
            await Eventually.That(async () => (await client.QualiaHistoryAsync(TimeSpan.FromMinutes(1), 1)).Points.Length >= 3, "three seconds");
            last = (await client.QualiaHistoryAsync(TimeSpan.FromMinutes(1), 1)).Points[^1].At;
            (await first.Stop()).ShouldBe(0);
        }

        await using var second = await SiloProcess.Start(directory.Path);
        using var again = second.Client("operator");
        (await again.QualiaHistoryAsync(TimeSpan.FromHours(1), 10)).Points.Sum(point => point.At <= last ? point.Seconds : 0).ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task Evidence_is_told_by_kind_and_by_technique()
    {
        using var client = _silo.Client("operator");
        await using var link = await TegumentLink.ConnectAsync(_silo.As("agent"), Given.Hello("web2"));
        (await link.Deliver(Given.Scan("web2", "run-2", 1, "203.0.113.62"))).Refusal.ShouldBeNull();
        var series = await Eventually.Get(
            async () => (await client.EvidenceSeriesAsync(TimeSpan.FromMinutes(1), 1, EvidenceKind.PortScan, techniques: true)).Series.FirstOrDefault(), "a series");
        series.ShouldSatisfyAllConditions(s => s.Kind.ShouldBe(EvidenceKind.PortScan), s => s.Technique.ShouldBe(Techniques.Syn));
        (await client.EvidenceSeriesAsync(TimeSpan.FromMinutes(1), 1)).Series.ShouldContain(s => s.Kind == EvidenceKind.PortScan && s.Technique == null);
        (await client.EvidenceSeriesAsync(TimeSpan.FromMinutes(1), 1, EvidenceKind.DnsTunnel)).Series.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("qualia/history?step=7", "step")]
    [InlineData("qualia/history?since=yesterday", "since")]
    [InlineData("qualia/history?since=9d&step=10&", "step")]
    [InlineData("evidence/series?kind=bad", "kind")]
    public async Task A_senseless_question_is_refused_by_field(string path, string field)
    {
        using var http = new HttpClient { BaseAddress = new Uri(_silo.Address, "/api/v1/") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", _silo.Token("operator"));
        using var reply = await http.GetAsync(path);
        reply.StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        (await reply.Content.ReadAsStringAsync()).ShouldContain($"\"field\":\"{field}\"");
    }
}
