using Orleans.Runtime;

namespace Tegument.Silo.Hosting;

/// <summary>
/// A timer of one activation. Its tick is itself a request, queued when due, at most once at a time; the period runs from the end of a tick,
/// so a slow callback is never overtaken. Its own lock guards it against ticking, changing and disposing at once.
/// </summary>
internal abstract class GrainTimer : Request, IGrainTimer
{
    private readonly Lock _lock = new();
    private readonly Activation _activation;
    private readonly GrainTimerCreationOptions _options;
    private readonly EmbeddedGrainHost _host;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly ITimer _timer;
    private TimeSpan _period;
    private TimeSpan? _changedDue;
    private bool _ticking;
    private bool _disposed;

    private protected GrainTimer(EmbeddedGrainHost host, Activation activation, GrainTimerCreationOptions options)
    {
        Check(options.DueTime, options.Period);
        _host = host;
        _activation = activation;
        _options = options;
        _period = options.Period;
        activation.Add(this);

        // Set only once there is something to set it on: the callback may come before the constructor ends.
        _timer = host.Time.CreateTimer(
            static timer => ((GrainTimer)timer!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_lock) _timer.Change(options.DueTime, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The next in the activation's list, which guards it.</summary>
    internal GrainTimer? Next { get; set; }

    internal sealed override bool IsCall => false;

    private protected CancellationToken Cancellation => _cancellation.Token;

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, period);
        lock (_lock)
        {
            if (_disposed) return;
            _period = period;
            if (_ticking) _changedDue = dueTime;
            else _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed) return;
            _disposed = true;
            _timer?.Dispose();
        }

        _activation.Remove(this);

        // Not disposed: a callback may still look at the token.
        _cancellation.Cancel();
    }

    internal sealed override Task Run(Activation activation)
    {
        if (Cancellation.IsCancellationRequested) return Task.CompletedTask;
        if (_options.KeepAlive) activation.Touch();
        try
        {
            return Invoke() ?? Task.CompletedTask;
        }
        catch (Exception error)
        {
            return Task.FromException(error);
        }
    }

    internal void RunInterleaved()
    {
        var done = Run(_activation);
        if (done.IsCompleted) EndInterleaved(done);
        else done.ContinueWith(EndInterleaved, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    internal sealed override void Settle(Task done)
    {
        if (done.IsFaulted)
        {
            _host.Statistics.CountFailedTick();
            HostLog.TickFailed(_host.Log, _activation.GrainId.ToString(), done.Exception.InnerException!);
        }

        lock (_lock)
        {
            _ticking = false;
            var due = _changedDue ?? _period;
            _changedDue = null;
            if (!_disposed) _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    internal sealed override void Refuse(Exception reason) => Dispose();

    internal sealed override void Redispatch(GrainClass grainClass, string key) => Dispose();

    private protected abstract Task Invoke();

    private static void Check(TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero && dueTime != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(dueTime), dueTime, "A timer is due now, later, or never.");
        }

        if (period <= TimeSpan.Zero && period != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(period), period, "A timer's period is more than zero, or infinite.");
        }
    }

    private void OnDue()
    {
        lock (_lock)
        {
            if (_disposed || _ticking) return;
            _ticking = true;
        }

        Stamp(null);
        var admission = _options.Interleave ? _activation.EnqueueInterleaved(this) : _activation.Enqueue(this);
        if (admission == Admission.Dead) Dispose();
    }

    private void EndInterleaved(Task done)
    {
        _activation.InterleavedEnded();
        Settle(done);
    }
}
