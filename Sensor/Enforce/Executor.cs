using Microsoft.Extensions.Logging;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Posture;
using Tegument.Sensor.Enforce.Protect;

namespace Tegument.Sensor.Enforce;

/// <summary>
/// Enforces on this host what the ledger wants, on a thread of its own: takes deltas, journals them, commits them, and proves every few
/// seconds, and at once when somebody else changed nftables, that the kernel holds them. Never flushes on an error; stopping leaves every
/// ban in place. All public members are safe on any thread.
/// </summary>
public sealed class Executor : IDisposable
{
    private readonly ExecutorOptions _options;
    private readonly EnforcementClock _clock;
    private readonly ILogger _log;
    private readonly DeltaInbox _inbox;
    private readonly ExecutorCore _core;
    private readonly Queue<Action> _requests = [];
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private volatile bool _stop;
    private volatile ExecutorStatus _status = ExecutorStatus.Starting;
    private int _foreignChanged;
    private int _proofWanted;
    private readonly Lock _orderLock = new();
    private bool _orderWaits;
    private LockdownOrder? _order;

    /// <param name="open">Opens the enforcing backend; called on the executor thread, again after each proof period while it fails.</param>
    /// <param name="protection">What this host must never ban, asked before each round.</param>
    /// <param name="boot">Which boot of the machine this is.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public Executor(ExecutorOptions options, Func<IEnforcementBackend> open, Func<ProtectionCheck> protection, Guid boot, EnforcementClock clock, ILogger<Executor> log)
    {
        _options = options.Validated();
        _clock = clock;
        _log = log;
        _inbox = new DeltaInbox(clock, options.MaxWaiting);
        _core = new ExecutorCore(options, open, protection, boot, clock, log, OnForeignChange);
        _thread = new Thread(Run) { IsBackground = true, Name = "executor" };
    }

    public ExecutorStatus Status => _status;

    /// <summary>The executor needs a pull: from <see cref="ExecutorStatus.Applied"/>, or a snapshot where that is null. Fires on its thread.</summary>
    public event Action? PullWanted;

    /// <summary>A new status was published. Fires on the executor thread; must return at once.</summary>
    public event Action<ExecutorStatus>? Published;

    public void Start() => _thread.Start();

    /// <summary>Takes a delta or snapshot. Its seconds left count from now.</summary>
    public void Submit(BanDelta delta)
    {
        _inbox.Put(delta);
        Wake();
    }

    /// <summary>Takes a lockdown's order, or null to open. Its seconds left count from now; of orders that wait only the newest counts.</summary>
    public void Lockdown(LockdownOrder? order)
    {
        lock (_orderLock) (_orderWaits, _order) = (true, order);

        Wake();
    }

    /// <summary>Asks for a proof now.</summary>
    public void Prove()
    {
        Interlocked.Exchange(ref _proofWanted, 1);
        Wake();
    }

    /// <summary>Empties and deletes our table and makes this host observe-only, now and after restarts.</summary>
    public Task<FlushReport> Flush(string actor, string reason) => Ask(() => _core.Flush(actor, reason));

    /// <summary>What this host holds, ordered by prefix.</summary>
    /// <param name="limit">The most to answer with, 1 to 100,000.</param>
    public Task<IReadOnlyList<EnforcedBan>> Bans(int limit) => Ask(() => _core.List(Math.Clamp(limit, 1, 100_000)));

    /// <summary>Stops the thread. The bans stay.</summary>
    public void Dispose()
    {
        lock (_requests)
        {
            if (_stop) return;
            _stop = true;
        }

        Wake();
        if (_thread.IsAlive) _thread.Join();
    }

    private void Run()
    {
        var schedule = new ProofSchedule(_clock, (long)_options.ProofPeriod.TotalMilliseconds);
        Guarded(_core.Begin);
        while (!_stop)
        {
            Guarded(() => Round(schedule));
            Publish();
            AnswerRequests();
            if (!_stop) _wake.WaitOne((int)Math.Min(schedule.DueInMs, 1000));
        }

        AnswerRequests();
        Guarded(_core.End);
        ExecutorLog.Stopped(_log, _status.Enforced);
    }

    private void Round(ProofSchedule schedule)
    {
        TakeOrder();
        _core.HoldLockdown();
        var changes = _inbox.TakeAll(out var lostShards);
        if (_core.Apply(changes, lostShards)) PullWanted?.Invoke();
        if (changes.Count > 0)
        {
            // The bans are in the kernel; whoever waits for that need not wait for the proof as well.
            schedule.Want();
            Publish();
        }

        if (Interlocked.Exchange(ref _foreignChanged, 0) != 0) schedule.WantNow();
        if (Interlocked.Exchange(ref _proofWanted, 0) != 0) schedule.WantNow();
        if (schedule.DueInMs > 0) return;
        var started = _clock.NowMs;
        if (_core.Prove(schedule.MayInterrupt ? () => _inbox.HasAny : null)) schedule.Done(started);
        else schedule.Interrupted();
    }

    private void TakeOrder()
    {
        LockdownOrder? order;
        lock (_orderLock)
        {
            if (!_orderWaits) return;
            (_orderWaits, order) = (false, _order);
        }

        _core.Take(order);
    }

    /// <summary>An executor that died would leave the host without new bans and nobody to say so: whatever fails is logged, shown and tried again.</summary>
    private void Guarded(Action action)
    {
        try
        {
            action();
        }
#pragma warning disable CA1031 // the thread's outermost guard
        catch (Exception e)
#pragma warning restore CA1031
        {
            ExecutorLog.RoundFailed(_log, e);
            _core.Fail(e.Message);
        }
    }

    private void Publish()
    {
        var status = _core.Status();
        _status = status;
        Published?.Invoke(status);
    }

    private void OnForeignChange()
    {
        _core.CountForeignChange();
        Interlocked.Exchange(ref _foreignChanged, 1);
        Wake();
    }

    // The event is left to the finalizer: a late delta or a foreign change may still set it while the executor stops.
    private void Wake() => _wake.Set();

    private async Task<T> Ask<T>(Func<T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_requests)
        {
            ObjectDisposedException.ThrowIf(_stop, this);
            if (_requests.Count >= 64) throw new InvalidOperationException("the executor has too many questions waiting");
            _requests.Enqueue(() => Answer(answer, question));
        }

        Wake();
        return await answer.Task.ConfigureAwait(false);
    }

    private void AnswerRequests()
    {
        while (true)
        {
            Action request;
            lock (_requests)
            {
                if (!_requests.TryDequeue(out request!)) return;
            }

            request();
            Publish();
        }
    }

    private static void Answer<T>(TaskCompletionSource<T> answer, Func<T> question)
    {
        try
        {
            answer.SetResult(question());
        }
#pragma warning disable CA1031 // handed to whoever asked
        catch (Exception e)
#pragma warning restore CA1031
        {
            answer.SetException(e);
        }
    }
}
