using Microsoft.Extensions.Hosting;

namespace Tegument.Silo.Hosting;

/// <summary>Stops the grains with the process, while their storage still runs. Nothing is to be started: grains come with their first call.</summary>
internal sealed class EmbeddedGrainLifetime(EmbeddedGrainHost host) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => host.StopAsync(cancellationToken);
}
