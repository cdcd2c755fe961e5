using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Storage;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Gateway.Tests.Support;
using Tegument.Silo;
using Tegument.Silo.Bans;
using Tegument.Silo.Host.Hosting;
using Tegument.Silo.Hosting;

namespace Tegument.Gateway.Tests.Hosting;

public class SteadyTimeTests
{
    private readonly TwoClocks _machine = new();

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task A_wall_clock_that_is_set_neither_lengthens_nor_ends_a_ban(int seconds)
    {
        await using var services = Silo(new SteadyTimeProvider(_machine));
        var ledger = services.GetRequiredService<IGrainFactory>().GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key);
        await ledger.Ban([new BanRequest(Given.Prefix("203.0.113.9"), BanOrigin.Manual, "op", "test", TimeSpan.FromMinutes(10))]);
        _machine.Pass(TimeSpan.FromMinutes(4));
        _machine.Step(TimeSpan.FromSeconds(seconds));
        (await ledger.Since(null)).Entries.ShouldHaveSingleItem().SecondsLeft.ShouldBe(360, 0.001);
        _machine.Pass(TimeSpan.FromMinutes(6));
        (await ledger.Since(null)).Entries.ShouldBeEmpty();
    }

    [Fact]
    public void A_step_is_a_named_state_with_its_size_counted_once()
    {
        var clock = new SteadyTimeProvider(_machine);
        _machine.Pass(TimeSpan.FromDays(1));
        clock.Report().ShouldBe(new ClockReport(ClockState.Steady, 0, 0));
        _machine.Step(TimeSpan.FromSeconds(-90));
        clock.Report().ShouldBe(new ClockReport(ClockState.Stepped, -90, 1));
        _machine.Pass(TimeSpan.FromHours(1));
        clock.Report().ShouldBe(new ClockReport(ClockState.Stepped, -90, 1));
        _machine.Step(TimeSpan.FromSeconds(89));
        clock.Report().ShouldBe(new ClockReport(ClockState.Steady, -1, 2));
    }

    [Fact]
    public void It_starts_at_the_wall_time_and_never_runs_back()
    {
        var clock = new SteadyTimeProvider(_machine);
        var start = clock.GetUtcNow();
        start.ShouldBe(_machine.GetUtcNow());
        _machine.Step(TimeSpan.FromDays(-365));
        _machine.Pass(TimeSpan.FromSeconds(1));
        (clock.GetUtcNow() - start).ShouldBe(TimeSpan.FromSeconds(1));
    }

    private static ServiceProvider Silo(TimeProvider time) => new ServiceCollection()
        .AddSingleton(time)
        .AddSingleton<IBanStore, MemoryBanStore>()
        .AddKeyedSingleton<IGrainStorage, MemoryGrainStorage>(StateStorage.Name)
        .AddTegumentGrains()
        .AddEmbeddedGrains(host => host.Inline = true)
        .BuildServiceProvider();
}
