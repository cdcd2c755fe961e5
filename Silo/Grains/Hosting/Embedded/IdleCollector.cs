using Orleans;

namespace Tegument.Silo.Hosting;

/// <summary>
/// Moves the host's coarse clock and deactivates what has been idle for too long; at the end, everything. Works through the activations in
/// the order of their names, a bounded number at once.
/// </summary>
internal sealed class IdleCollector
{
    /// <summary>Deactivations under way at one time, so that a storage is not flooded.</summary>
    private const int MaxAtOnce = 256;

    /// <summary>Ticks of the coarse clock in an idle age: an activation goes at most one and a quarter ages after its last use.</summary>
    private const int TicksInAge = 8;

    private readonly EmbeddedGrainHost _host;
    private readonly int _crowded;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stopping = new();
    private Task _sweep = Task.CompletedTask;

    internal IdleCollector(EmbeddedGrainHost host, EmbeddedGrainOptions options)
    {
        _host = host;
        _crowded = options.MaxActivations / 4 * 3;
        var period = options.IdleAge / TicksInAge;
        _timer = host.Time.CreateTimer(static self => ((IdleCollector)self!).OnTick(), this, period, period);
    }

    internal async Task StopAsync(CancellationToken cancellation)
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _stopping.CancelAsync().ConfigureAwait(false);
        try
        {
            await _sweep.WaitAsync(cancellation).ConfigureAwait(false);

            // A grain may call others while it ends: each round takes those that came up in the one before.
            while (_host.Statistics.Active > 0 && !cancellation.IsCancellationRequested)
            {
                await EndAllAsync(cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The deadline: what is left is counted by the host.
        }
    }

    private void OnTick()
    {
        _host.Tick++;
        if (_sweep.IsCompleted && !_stopping.IsCancellationRequested) _sweep = SweepAsync();
    }

    private async Task SweepAsync()
    {
        // More than three quarters full: whatever was not used for one or two ticks makes room.
        var ticks = _host.Statistics.Active > _crowded ? 1 : TicksInAge;
        foreach (var grainClass in _host.Catalog.Classes.Where(candidate => !candidate.KeepAlive))
        {
            var idle = grainClass.Activations.Where(activation => activation.IsIdle(ticks)).ToList();
            await EndAsync(idle, activation => activation.DeactivateIfIdle(ticks, CancellationToken.None), _stopping.Token).ConfigureAwait(false);
        }
    }

    private async Task EndAllAsync(CancellationToken cancellation)
    {
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The grain host is stopping.");
        foreach (var grainClass in _host.Catalog.Classes)
        {
            await EndAsync([.. grainClass.Activations], activation => activation.Deactivate(reason, cancellation), cancellation).ConfigureAwait(false);
        }
    }

    private static async Task EndAsync(List<Activation> activations, Action<Activation> end, CancellationToken cancellation)
    {
        activations.Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        var pending = new List<Task>();
        foreach (var activation in activations)
        {
            if (cancellation.IsCancellationRequested) break;
            end(activation);
            if (activation.IsEnding) pending.Add(activation.Deactivated);
            if (pending.Count < MaxAtOnce) continue;
            await Task.WhenAll(pending).WaitAsync(cancellation).ConfigureAwait(false);
            pending.Clear();
        }

        await Task.WhenAll(pending).WaitAsync(cancellation).ConfigureAwait(false);
    }
}
