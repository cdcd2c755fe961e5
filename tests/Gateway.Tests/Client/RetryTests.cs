using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Contracts.Live;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Client;

public sealed class RetryTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private readonly SiloProcess _silo = running.Silo;

    [Fact]
    public async Task A_write_whose_reply_was_lost_is_sent_again_and_done_once()
    {
        await using var road = new LossyRoad(_silo.Address, losses: 2);
        using var client = new TegumentClient(road.Address, _silo.Token("operator"));
        var reply = await client.BanAsync(new BanCreate(Given.Prefix("203.0.113.40"), "over a bad line"));
        reply.Changed.ShouldBeTrue();
        road.Connections.ShouldBe(3);
        using var admin = _silo.Client("admin");
        (await admin.AuditAsync()).Entries.Count(entry => entry.Subject == "203.0.113.40").ShouldBe(1);
    }

    [Fact]
    public async Task A_road_that_never_carries_is_given_up_in_one_clear_line()
    {
        await using var road = new LossyRoad(_silo.Address, losses: int.MaxValue);
        using var client = new TegumentClient(new SiloEndpoint(road.Address, _silo.Token("operator")), retries: RetryPolicy.Default with { FirstWait = TimeSpan.FromMilliseconds(1) });
        (await Should.ThrowAsync<SiloUnreachableException>(client.StatusAsync())).Message.ShouldNotContain("\n");
        road.Connections.ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task A_caller_that_is_too_quick_waits_as_long_as_the_silo_says()
    {
        using var directory = new TemporaryDirectory();
        await using var slow = await SiloProcess.Start(directory.Path, "--rate-limit", "1/1");
        using var client = slow.Client("operator");
        for (var i = 0; i < 12; i++) await client.PostureAsync();
        using var hasty = new TegumentClient(slow.As("operator"), retries: RetryPolicy.Never);
        var refused = await Should.ThrowAsync<TegumentApiException>(Task.WhenAll(Enumerable.Range(0, 12).Select(_ => hasty.PostureAsync())));
        refused.Status.ShouldBe(System.Net.HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Events_go_on_after_the_line_was_cut()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var road = new LossyRoad(_silo.Address, losses: 1);
        using var client = new TegumentClient(road.Address, _silo.Token("operator"));
        using var operating = _silo.Client("operator");
        await foreach (var live in client.EventsAsync(new LiveFilter([LiveTypes.Ban]), patience.Token))
        {
            if (live.Type == LiveTypes.Hello) await operating.BanAsync(new BanCreate(Given.Prefix("203.0.113.41"), "seen"), patience.Token);
            if (live.AsBan()?.Ban.Address == Given.Prefix("203.0.113.41")) break;
        }

        road.Connections.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_ends_at_once()
    {
        await using var road = new LossyRoad(_silo.Address, losses: int.MaxValue);
        using var client = new TegumentClient(new SiloEndpoint(road.Address, "x"), retries: new RetryPolicy(100, TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(0.3));
        await Should.ThrowAsync<OperationCanceledException>(client.StatusAsync(cancel.Token));
    }
}
