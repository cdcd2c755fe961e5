using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Contracts.Evidence;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Rest;

public sealed class EvidenceTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private readonly SiloProcess _silo = running.Silo;

    [Fact]
    public async Task What_a_sensor_told_is_listed_with_its_ports_and_the_ports_are_added_up()
    {
        await using var link = await TegumentLink.ConnectAsync(_silo.As("agent"), Given.Hello("web1"));
        var batch = Given.Ports("web1", 1, "203.0.113.71", 12);
        var scan = batch.Items[0] with { TopPorts = [22, 443], Sample = "\u202e<script>" };
        var guesses = scan with { Source = IpKey.Parse("203.0.113.72"), Kind = EvidenceKind.BruteForce, Technique = Techniques.Ssh, Count = 30, Ports = 1, TopPorts = [22] };
        (await link.Deliver(batch with { Items = [scan, guesses] })).Refusal.ShouldBeNull();

        using var client = _silo.Client("operator");
        var list = await client.EvidenceAsync(new EvidenceFilter(Within: IpPrefix.Parse("203.0.113.71")));
        var row = list.Items.ShouldHaveSingleItem();
        (row.Kind, row.Technique, row.Sensor, row.Count, row.Verified, row.Sample).ShouldBe((EvidenceKind.PortScan, "syn", "web1", 12L, true, scan.Sample));
        row.TopPorts.ShouldBe([22, 443]);

        var pages = await client.AllEvidenceAsync(new EvidenceFilter(1, Sensor: "web1", Since: DateTimeOffset.UtcNow.AddHours(-1))).ToListAsync();
        pages.Count.ShouldBe(2);
        (await client.EvidenceAsync(new EvidenceFilter(Kind: EvidenceKind.BruteForce, Technique: "ssh"))).Items.ShouldHaveSingleItem().Count.ShouldBe(30);
        (await client.EvidenceAsync(new EvidenceFilter(Until: DateTimeOffset.UtcNow.AddHours(-1)))).Items.ShouldBeEmpty();

        var targets = await client.TargetsAsync(TimeSpan.FromMinutes(15), 5);
        targets.Targets.ShouldBe([new TargetView(22, "tcp", "ssh", 31, 2), new TargetView(443, "tcp", "https", 1, 1)]);
    }

    [Theory]
    [InlineData("evidence?after=nonsense", "after")]
    [InlineData("evidence?limit=1001", "limit")]
    [InlineData("evidence?within=10.0.0.5/8", "within")]
    [InlineData("evidence?kind=rain", "kind")]
    [InlineData("evidence?until=later", "until")]
    [InlineData("targets?since=soon", "since")]
    [InlineData("targets?limit=101", "limit")]
    public async Task What_makes_no_sense_is_refused_by_field(string query, string field)
    {
        using var client = _silo.Http("operator");
        using var reply = await client.GetAsync(new Uri($"/api/v1/{query}", UriKind.Relative));
        ((int)reply.StatusCode).ShouldBe(400);
        (await reply.Content.ReadAsStringAsync()).ShouldContain($"\"{field}\"");
    }
}
