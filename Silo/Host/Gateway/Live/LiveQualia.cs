using Tegument.Contracts.Qualia;
using Tegument.Contracts.Wire;
using Tegument.Silo.Qualia;

namespace Tegument.Silo.Host.Gateway.Live;

/// <summary>Tells each second how the fleet feels. Publishing never waits, which is what the board asks of its listeners.</summary>
public sealed class LiveQualia(QualiaBoard board, LiveHub hub) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        board.Changed += Tell;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        board.Changed -= Tell;
        return Task.CompletedTask;
    }

    private void Tell(QualiaSnapshot snapshot) => hub.Publish(LiveTopic.Qualia, snapshot, LiveJson.Default.QualiaSnapshot);
}
