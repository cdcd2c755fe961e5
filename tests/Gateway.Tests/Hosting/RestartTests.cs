using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Contracts.Reputation;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Hosting;

public sealed class RestartTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_stricter_posture_judges_suspects_from_before_the_restart_and_status_shows_a_steady_clock()
    {
        await using (var silo = await SiloProcess.Start(_directory.Path))
        {
            await using var link = await TegumentLink.ConnectAsync(silo.As("agent"), Given.Hello("web1"));
            var scan = Given.Scan("web1", "run", 1, "198.51.100.7");
            await link.Deliver(scan with { Items = [scan.Items[0] with { Count = 8 }] });
            using var before = silo.Client("operator");
            (await before.ExplainAsync(Given.Prefix("198.51.100.7").Address)).Standing.ShouldBe(Standing.Suspect);
            await silo.Kill();
        }

        await using var again = await SiloProcess.Start(_directory.Path, "--posture", "hardened");
        using var client = again.Client("operator");
        await Eventually.That(
            async () => (await client.ExplainAsync(Given.Prefix("198.51.100.7").Address)).Standing == Standing.Banned, "the ban of the stored suspect");
        var status = await client.StatusAsync();
        status.Clock.ShouldNotBeNull().ShouldSatisfyAllConditions(c => c.State.ShouldBe(ClockState.Steady), c => c.Steps.ShouldBe(0));
        (status.Links.Aside, status.Links.Failures).ShouldBe((0, 0));
    }
}
