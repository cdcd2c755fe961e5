using Orleans;
using Tegument.Contracts.Posture;
using Tegument.Silo.Host.Gateway;
using Tegument.Silo.Host.Relay;
using Tegument.Silo.Host.Storage;
using Tegument.Silo.Reputation;

namespace Tegument.Silo.Host.Hosting;

/// <summary>
/// Wakes what the first call would otherwise wait for, before the gateway listens: posture, protection rules and the ledger. Sets the
/// posture that the command line names.
/// </summary>
public sealed class SiloStart(SiloOptions options, IGrainFactory grains, SuspectRecovery suspects, SiloRefresh refresh, HintRelay relay, AuditLog audit, SiloClock clock) : IHostedService
{
    private const string Actor = "tegument-silo";
    private const string Reason = "--posture of the command line";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _ = clock.Started; // Made here: the uptime counts from the start, not from the first who asks.
        await suspects.Run(); // Before the posture: a stricter one judges them.
        await refresh.Refresh();
        await relay.Position();
        if (options.Posture is not { } wanted) return;
        var posture = grains.GetGrain<IPostureGrain>(IPostureGrain.Key);
        var before = await posture.Get();
        if (before is { Until: null, Mode: PostureMode.Manual } && before.Level == wanted) return;
        var after = await posture.Set(new PostureChange(wanted, Actor, Reason, null));
        await audit.Append(new AuditRecord(Actor, "local", "posture", "fleet", Reason, Before: Contracts.Wire.WireName.Of(before.Level), After: Contracts.Wire.WireName.Of(after.Level)));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
