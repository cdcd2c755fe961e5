using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Tegument.Contracts.Posture;
using Tegument.Silo.Policy;

namespace Tegument.Silo.Posture;

/// <summary>
/// Holds the fleet's posture: stores, publishes to its silo's board, then has the change take effect on suspects and bans. Effects that
/// failed are owed, across restarts too, and tried again.
/// </summary>
[GrainType("posture"), KeepAlive]
public sealed partial class PostureGrain(
    [PersistentState("posture", StateStorage.Name)] IPersistentState<PostureState> store,
    PostureBoard board,
    PostureCoordinator coordinator,
    PostureOptions options,
    IPostureLog history,
    PolicyBoard policy,
    TimeProvider time,
    ILogger<PostureGrain> log) : Grain, IPostureGrain
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Timers are asked for no longer waits; the callback asks again.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private const int MaxUntold = 100;
    private const int MaxHistoryPage = 1000;

    private IGrainTimer? _timer;

    /// <summary>
    /// What earlier postures did is not known to be complete (an attempt failed, or this silo's board was behind): both directions are applied.
    /// </summary>
    private bool _unsure;

    /// <summary>Changes that the history does not hold yet; a silo that dies with them tells the newest when it starts again.</summary>
    private readonly List<(PostureSnapshot Posture, DateTimeOffset From, PostureLevel? Before)> _untold = [];

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _timer = this.RegisterGrainTimer(Wake, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { KeepAlive = true });
        await Expire();
        _unsure = board.Publish(Current) is not null || IsOwed;
        await Recall();
        Rearm();
    }

    public async Task<PostureSnapshot> Get()
    {
        if (await Expire() || _unsure) await TakeEffect();
        return Current;
    }

    /// <exception cref="ArgumentException">The change makes no sense; the message names the field.</exception>
    public async Task<PostureSnapshot> Set(PostureChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var now = time.GetUtcNow();
        if (PostureHistory.Refuse(change, now) is { } refusal) throw new ArgumentException(refusal);
        await Expire();
        if (change.Expected is { } version && version != Current.Version) throw new ArgumentException($"expected: the posture is version {Current.Version}, not {version}");
        await Store(PostureHistory.Set(store.State, Current, change, now, policy.Current.Lockdown.ConfirmWithin));
        await TakeEffect();
        return Current;
    }

    public async Task<PostureSnapshot> Adapt(PostureAdaptation wish)
    {
        ArgumentNullException.ThrowIfNull(wish);
        await Expire();
        if (PostureHistory.Adapt(store.State, Current, options.Initial, wish, time.GetUtcNow(), policy.Current.Lockdown.ConfirmWithin) is not { } next) return Current;
        await Store(next);
        await TakeEffect();
        return Current;
    }

    /// <exception cref="ArgumentException">The wish makes no sense; the message names the field.</exception>
    public async Task<PostureSnapshot> Release(PostureRelease release)
    {
        ArgumentNullException.ThrowIfNull(release);
        if (PostureHistory.Refuse(release) is { } refusal) throw new ArgumentException(refusal);
        await Expire();
        if (release.Expected is { } version && version != Current.Version) throw new ArgumentException($"expected: the posture is version {Current.Version}, not {version}");
        if (PostureHistory.Release(store.State, Current, options.Initial, release, time.GetUtcNow()) is not { } next) return Current;
        await Store(next);
        await TakeEffect();
        return Current;
    }

    public Task<PosturePeriod[]> History(int limit, long before) => history.Page(Math.Clamp(limit, 1, MaxHistoryPage), before);

    /// <exception cref="InvalidOperationException">There is nothing to confirm, or it is another version; the message says which.</exception>
    public async Task<PostureSnapshot> Confirm(PostureConfirmation confirmation)
    {
        ArgumentNullException.ThrowIfNull(confirmation);
        await Expire();
        if (PostureHistory.Refuse(confirmation, Current) is { } refusal) throw new InvalidOperationException(refusal);
        await Store(PostureHistory.Confirm(store.State));
        await TakeEffect();
        LogConfirmed(confirmation.Actor);
        return Current;
    }

    private PostureSnapshot Current =>
        store.State.Current ?? new PostureSnapshot(options.Initial, 1, "default", "initial posture", DateTimeOffset.UnixEpoch, null, PostureMode.Default);

    private async Task Wake()
    {
        try
        {
            await Expire();
            await Tell();
            await TakeEffect();
        }
        catch (Exception error)
        {
            LogNotStored(error);
            _timer?.Change(RetryAfter, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task<bool> Expire()
    {
        var next = PostureHistory.Expire(store.State, time.GetUtcNow());
        if (ReferenceEquals(next, store.State)) return false;
        await Store(next);
        return true;
    }

    /// <summary>Stored or unchanged.</summary>
    private async Task Store(PostureState next)
    {
        var before = store.State;
        store.State = next;
        try
        {
            await store.WriteStateAsync();
        }
        catch
        {
            store.State = before;
            throw;
        }

        board.Publish(Current);
        LogPosture(Current);

        // One that returns was set long ago; it is in force from now.
        var from = Current.SetAt > (before.Current?.SetAt ?? DateTimeOffset.MinValue) ? Current.SetAt : time.GetUtcNow();
        _untold.Add((Current, from, before.Current?.Level ?? options.Initial));
        if (_untold.Count > MaxUntold) _untold.RemoveAt(0);
        await Tell();
    }

    /// <summary>What was in force when a silo died is in the history, or is told now.</summary>
    private async Task Recall()
    {
        try
        {
            var newest = await history.Page(1, long.MaxValue);
            if (newest.Length > 0 && newest[0].Posture.Version >= Current.Version) return;
            _untold.Add((Current, store.State.Current is null ? time.GetUtcNow() : Current.SetAt, null));
            await Tell();
        }
        catch (Exception error)
        {
            LogNotTold(_untold.Count, error);
        }
    }

    /// <summary>The history never holds a posture up: what cannot be written waits and is tried again.</summary>
    private async Task Tell()
    {
        try
        {
            while (_untold.Count > 0)
            {
                var (posture, from, before) = _untold[0];
                await history.Append(posture, from, before);
                _untold.RemoveAt(0);
            }
        }
        catch (Exception error)
        {
            LogNotTold(_untold.Count, error);
        }
    }

    private async Task TakeEffect()
    {
        if (_unsure || IsOwed)
        {
            var current = Current;
            var before = store.State.AppliedVersion == 0 ? options.Initial : store.State.AppliedLevel;
            try
            {
                await coordinator.Apply(_unsure ? null : before, current);
                _unsure = false;
                await NoteApplied(current);
            }
            catch (Exception error)
            {
                _unsure = true;
                LogOwed(current.Version, error);
            }
        }

        Rearm();
    }

    private async Task NoteApplied(PostureSnapshot current)
    {
        if (!IsOwed) return;
        (store.State.AppliedVersion, store.State.AppliedLevel) = (current.Version, current.Level);
        await store.WriteStateAsync();
    }

    private bool IsOwed => store.State.Current is { } current && store.State.AppliedVersion < current.Version;

    private void Rearm()
    {
        var wait = Timeout.InfiniteTimeSpan;
        if (_unsure || IsOwed || _untold.Count > 0) wait = RetryAfter;
        else if (store.State.Current?.Until is { } until) wait = Bounded(until - time.GetUtcNow());
        _timer?.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private static TimeSpan Bounded(TimeSpan wait) => wait <= TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;

    [LoggerMessage(EventId = 313, Level = LogLevel.Warning, Message = "The posture's history could not be written; {Changes} changes wait")]
    private partial void LogNotTold(int changes, Exception error);

    [LoggerMessage(EventId = 310, Level = LogLevel.Information, Message = "Posture is now {Posture}")]
    private partial void LogPosture(PostureSnapshot posture);

    [LoggerMessage(EventId = 314, Level = LogLevel.Information, Message = "The lockdown was confirmed by {Actor}")]
    private partial void LogConfirmed(string actor);

    [LoggerMessage(EventId = 311, Level = LogLevel.Warning, Message = "Posture version {Version} has not taken effect on all bans; it is tried again")]
    private partial void LogOwed(long version, Exception error);

    [LoggerMessage(EventId = 312, Level = LogLevel.Warning, Message = "The end of a temporary posture could not be stored; it is tried again")]
    private partial void LogNotStored(Exception error);
}
