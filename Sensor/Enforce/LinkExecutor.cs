using Microsoft.Extensions.Logging;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Posture;
using Tegument.Sensor.Enforce.Protect;
using Tegument.Sensor.Report;

namespace Tegument.Sensor.Enforce;

/// <summary>The executor as the link sees it. Safe on any thread.</summary>
public sealed partial class LinkExecutor(Executor executor, AllowedNetworks allowed, ILogger<LinkExecutor> log) : ILinkExecutor
{
    public LedgerPosition? Position => executor.Status is { SnapshotNeeded: false } status ? status.Applied : null;

    public void Take(BanDelta delta) => executor.Submit(delta);

    // The executor asks for it before each round, which comes once a second at the latest.
    public void Allow(IpPrefix[] networks)
    {
        if (allowed.Take(networks) is { } error) LogNotKept(log, error);
    }

    public void Lockdown(LockdownOrder? order) => executor.Lockdown(order);

    // The link goes on meanwhile. That it worked shows in the next heartbeat (observe-only); that it did not is said here.
    public void Flush(string actor, string reason) => _ = FlushAndTell(actor, reason);

    private async Task FlushAndTell(string actor, string reason)
    {
        string? error;
        try
        {
            error = (await executor.Flush(actor, reason)).Error;
        }
        catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException)
        {
            error = e.Message;
        }

        if (error is not null) LogFlushFailed(log, actor, error);
    }

    [LoggerMessage(EventId = 3021, Level = LogLevel.Warning, Message = "The allowed networks hold, but a restart without the silo would not know them: {Error}")]
    private static partial void LogNotKept(ILogger logger, string error);

    [LoggerMessage(EventId = 3020, Level = LogLevel.Error, Message = "The flush that {Actor} asked for failed: {Error}")]
    private static partial void LogFlushFailed(ILogger logger, string actor, string error);
}
