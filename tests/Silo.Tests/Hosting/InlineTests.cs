using Tegument.Silo.Tests.Hosting.Grains;

namespace Tegument.Silo.Tests.Hosting;

public sealed class InlineTests
{
    /// <summary>With a synchronous storage and a manual clock, calls, ticks, hints, ends and returns happen on the one thread, in one order.</summary>
    [Fact]
    public void A_whole_run_stays_on_its_thread_and_repeats_itself()
    {
        string[][] runs = [OneRun(), OneRun(), OneRun()];
        runs[0].Length.ShouldBeGreaterThan(100);
        runs[1].ShouldBe(runs[0]);
        runs[2].ShouldBe(runs[0]);
    }

    private static string[] OneRun()
    {
        var host = new HostUnderTest(options => options.Inline = true);
        var thread = Environment.CurrentManagedThreadId;
        var grain = host.Grains.GetGrain<INewsGrain>("n");
        var listener = new Listener(news => Pull(host, news, thread));
        Done(grain.Subscribe(host.Grains.CreateObjectReference<INewsObserver>(listener)));
        Done(host.Grains.GetGrain<ITickingGrain>("t").Start(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), false));
        for (var i = 0; i < 40; i++)
        {
            Done(host.Grains.GetGrain<IStoredGrain>($"10.0.0.{i * 7 % 40}").Set(i));
            if (i % 10 == 0) Done(grain.Tell($"{i}"));
            host.Clock.Advance(TimeSpan.FromSeconds(41));
        }

        Done(host.Host.StopAsync(CancellationToken.None));
        GC.KeepAlive(listener);
        return host.Journal.Lines;
    }

    private static async void Pull(HostUnderTest host, string news, int thread)
    {
        var count = await host.Grains.GetGrain<INewsGrain>("n").Subscribers();
        Environment.CurrentManagedThreadId.ShouldBe(thread);
        host.Journal.Add($"pulled {news}: {count}");
    }

    private static void Done(Task task) => task.IsCompletedSuccessfully.ShouldBeTrue();
}
