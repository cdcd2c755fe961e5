using Tegument.Contracts.Client;
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
}
