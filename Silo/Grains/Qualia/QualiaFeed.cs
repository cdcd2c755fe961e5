using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Tegument.Contracts.Qualia;

namespace Tegument.Silo.Qualia;

/// <summary>
/// Tells the qualia grain once a second what this silo has counted, and brings its answer to this silo's board. A live process runs it;
/// replay does not.
/// </summary>
public sealed partial class QualiaFeed(IGrainFactory grains, QualiaTally tally, QualiaBoard board, TimeProvider time, ILogger<QualiaFeed> log) : BackgroundService
{
    // Just after the full second, whatever the rounds themselves take: so none is left out.
    private static readonly TimeSpan After = TimeSpan.FromMilliseconds(5);

    /// <summary>One round. When it throws, the counts of that round are lost.</summary>
    public async Task Round() => board.Publish(await grains.GetGrain<IQualiaGrain>(IQualiaGrain.Key).Feel(tally.Drain()));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var wait = TimeSpan.FromTicks(TimeSpan.TicksPerSecond - time.GetUtcNow().UtcTicks % TimeSpan.TicksPerSecond) + After;
            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            try
            {
                await Round();
            }
            catch (ObjectDisposedException)
            {
                return; // A start that failed took the services away.
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogMissed(error);
            }
        }
    }

    [LoggerMessage(EventId = 730, Level = LogLevel.Warning, Message = "A second of the qualia was missed; its counts are lost")]
    private partial void LogMissed(Exception error);
}
