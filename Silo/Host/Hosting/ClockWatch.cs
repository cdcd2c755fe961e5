namespace Tegument.Silo.Host.Hosting;

/// <summary>Sees when the wall clock is set, and says so once per step.</summary>
public sealed partial class ClockWatch(SteadyTimeProvider clock, ILogger<ClockWatch> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var told = 0L;
        while (!stoppingToken.IsCancellationRequested)
        {
            var report = clock.Report();
            if (report.Steps > told) LogStepped(report.SkewSeconds);
            told = report.Steps;
            await Task.Delay(Period, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(EventId = 610, Level = LogLevel.Warning, Message = "The wall clock was set and is now {Skew} s ahead of the silo's; bans go on by the silo's own clock")]
    private partial void LogStepped(double skew);
}
