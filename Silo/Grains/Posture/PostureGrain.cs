using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Tegument.Contracts.Posture;

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
    TimeProvider time,
    ILogger<PostureGrain> log) : Grain, IPostureGrain
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Timers are asked for no longer waits; the callback asks again.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private IGrainTimer? _timer;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _timer = this.RegisterGrainTimer(Wake, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { KeepAlive = true });
        await Expire();
        board.Publish(Current);
        Rearm();
    }

    public async Task<PostureSnapshot> Get()
    {
        if (await Expire()) await TakeEffect();
        return Current;
    }

    /// <exception cref="ArgumentException">The change makes no sense; the message names the field.</exception>
    public async Task<PostureSnapshot> Set(PostureChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var now = time.GetUtcNow();
        if (PostureHistory.Refuse(change, now) is { } refusal) throw new ArgumentException(refusal);
        await Expire();
        await Store(PostureHistory.Set(store.State, Current, change, now));
        await TakeEffect();
        return Current;
    }

    private PostureSnapshot Current =>
        store.State.Current ?? new PostureSnapshot(options.Initial, 1, "default", "initial posture", DateTimeOffset.UnixEpoch, null);

    private async Task Wake()
    {
        await Expire();
        await TakeEffect();
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
    }

    private async Task TakeEffect()
    {
        var state = store.State;
        if (state.Current is { } current && state.AppliedVersion < current.Version)
        {
            try
            {
                await coordinator.Apply(state.AppliedVersion == 0 ? options.Initial : state.AppliedLevel, current);
                (state.AppliedVersion, state.AppliedLevel) = (current.Version, current.Level);
                await store.WriteStateAsync();
            }
            catch (Exception error)
            {
                LogOwed(current.Version, error);
            }
        }

        Rearm();
    }

    private void Rearm()
    {
        var state = store.State;
        var wait = state.Current?.Until is { } until ? until - time.GetUtcNow() : Timeout.InfiniteTimeSpan;
        if (state.Current is not null && state.AppliedVersion < state.Current.Version) wait = RetryAfter;
        if (wait > LongestWait) wait = LongestWait;
        if (wait < TimeSpan.Zero && wait != Timeout.InfiniteTimeSpan) wait = TimeSpan.Zero;
        _timer?.Change(wait, Timeout.InfiniteTimeSpan);
    }

    [LoggerMessage(EventId = 310, Level = LogLevel.Information, Message = "Posture is now {Posture}")]
    private partial void LogPosture(PostureSnapshot posture);

    [LoggerMessage(EventId = 311, Level = LogLevel.Warning, Message = "Posture version {Version} has not taken effect on all bans; it is tried again")]
    private partial void LogOwed(long version, Exception error);
}
