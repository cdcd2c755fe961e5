using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Posture;
using Tegument.Silo.Posture;
using Tegument.Silo.Protection;

namespace Tegument.Silo;

/// <summary>
/// Brings this silo's posture board and protection rules up to date: once at start, since the grains that publish to them wake only when
/// called, then on a slow poll, since they may live in another silo. A live process runs it; replay does not.
/// </summary>
public sealed partial class SiloRefresh(
    IGrainFactory grains,
    PostureBoard board,
    PostureCoordinator coordinator,
    ProtectionRules protection,
    TimeProvider time,
    ILogger<SiloRefresh> log) : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <summary>One round. Public for hosts that must know the posture before they take evidence.</summary>
    public async Task Refresh()
    {
        var posture = await grains.GetGrain<IPostureGrain>(IPostureGrain.Key).Get();
        if (board.Publish(posture) is { } before) await coordinator.Apply(before, posture);
        foreach (var host in await grains.GetGrain<IFleetGrain>(IFleetGrain.Key).Hosts())
        {
            protection.Report(host.Report.Host, host.Online ? host.Report.Protection : host.Report.Protection with { Sessions = [] });
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Refresh();
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogStale(error);
            }

            await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(EventId = 600, Level = LogLevel.Warning, Message = "Posture and protection could not be refreshed; the last known ones hold")]
    private partial void LogStale(Exception error);
}
