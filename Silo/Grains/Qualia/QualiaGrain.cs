using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Qualia;

namespace Tegument.Silo.Qualia;

/// <summary>
/// Computes the qualia once a second, when the first silo of that second tells what it has counted: no silo, no second. Stored every
/// <see cref="StoreEvery"/> and on deactivation; a crash costs that much of what is usual.
/// </summary>
[GrainType("qualia"), KeepAlive]
public sealed partial class QualiaGrain(
    [PersistentState("qualia", StateStorage.Name)] IPersistentState<QualiaState> store,
    TimeProvider time,
    ILogger<QualiaGrain> log) : Grain, IQualiaGrain
{
    private static readonly TimeSpan StoreEvery = TimeSpan.FromMinutes(5);

    private QualiaSenses? _senses;
    private QualiaSnapshot? _newest;
    private DateTimeOffset _stored;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _senses = new QualiaSenses(store.State);
        _stored = time.GetUtcNow();
        return Task.CompletedTask;
    }

    public Task<QualiaSnapshot> Feel(QualiaSample sample)
    {
        Senses.Take(sample);
        return Now();
    }

    public async Task<QualiaSnapshot> Now()
    {
        var now = time.GetUtcNow();
        var second = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
        if (_newest is { } newest && newest.At >= second) return newest;
        Senses.Wait(second);
        var pulse = await GrainFactory.GetGrain<IFleetGrain>(IFleetGrain.Key).Pulse(Senses.Due);
        _newest = Senses.Next(pulse, second);
        if (now - _stored >= StoreEvery) await Store();
        return _newest;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Store();

    private QualiaSenses Senses => _senses ?? throw new InvalidOperationException("not activated");

    private async Task Store()
    {
        _stored = time.GetUtcNow();
        Senses.Store(store.State);
        try
        {
            await store.WriteStateAsync();
        }
        catch (Exception error)
        {
            LogNotStored(error);
        }
    }

    [LoggerMessage(EventId = 700, Level = LogLevel.Warning, Message = "The qualia could not be stored; it is tried again in some minutes")]
    private partial void LogNotStored(Exception error);
}
