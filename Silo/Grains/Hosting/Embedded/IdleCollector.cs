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
    private readonly TimeSpan _period;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private ITimer? _timer;
    private Task _sweep = Task.CompletedTask;
    private bool _sweeping;

    internal IdleCollector(EmbeddedGrainHost host, EmbeddedGrainOptions options)
    {
        _host = host;
        _crowded = options.MaxActivations / 4 * 3;
        _period = options.IdleAge / TicksInAge;
    }

    /// <summary>
    /// Called with every activation; the first one sets the clock going. Not before: a clock that replay sets to its first packet's time
    /// would tick through the years until then.
    /// </summary>
    internal void EnsureStarted()
    {
        if (Volatile.Read(ref _timer) is not null) return;
        lock (_lock)
        {
            if (_timer is not null || _stopping.IsCancellationRequested) return;
            Volatile.Write(ref _timer, _host.Time.CreateTimer(static self => ((IdleCollector)self!).OnTick(), this, _period, _period));
        }
    }

    internal async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        lock (_lock) _timer?.Dispose();
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
        if (_stopping.IsCancellationRequested || Interlocked.Exchange(ref _sweeping, true)) return;
        _sweep = SweepAsync();
    }

    /// <summary>One at a time: a tick that finds the last one still waiting for a storage only moves the clock.</summary>
    private async Task SweepAsync()
    {
        try
        {
            await EndIdleAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopping ends whatever is left.
        }
        finally
        {
            Volatile.Write(ref _sweeping, false);
        }
    }

    private async Task EndIdleAsync()
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
