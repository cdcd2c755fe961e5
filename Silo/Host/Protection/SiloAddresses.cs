using System.Net.NetworkInformation;
using Tegument.Contracts.Addresses;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Host.Protection;

/// <summary>
/// Tells the protection rules the addresses of the machine that this silo runs on: before the gateway listens, and every
/// <see cref="Period"/> from then on. What the system does not tell stays as it was.
/// </summary>
public sealed partial class SiloAddresses(ProtectionRules rules, TimeProvider time, ILogger<SiloAddresses> log) : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Refresh();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            Refresh();
        }
    }

    private void Refresh()
    {
        try
        {
            rules.ReportSilo(
            [
                .. NetworkInterface.GetAllNetworkInterfaces()
                    .SelectMany(network => network.GetIPProperties().UnicastAddresses)
                    .Select(unicast => IpKey.From(unicast.Address))
                    .Where(address => !address.IsLoopback)
                    .Distinct()
                    .Order(),
            ]);
        }
        catch (NetworkInformationException e)
        {
            LogUnknown(e.Message);
        }
    }

    [LoggerMessage(EventId = 714, Level = LogLevel.Warning, Message = "The system does not tell this machine's addresses ({Reason}); the last known ones are protected")]
    private partial void LogUnknown(string reason);
}
