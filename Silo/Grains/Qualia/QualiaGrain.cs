using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Qualia;
using Tegument.Silo.Policy;
using Tegument.Silo.Posture;

namespace Tegument.Silo.Qualia;

/// <summary>
/// Computes the qualia once a second, when the first silo of that second tells what it has counted: no silo, no second. What is usual is
/// stored every <see cref="StoreEvery"/>, the history once a minute, and both on deactivation; a crash costs that much of them.
/// </summary>
[GrainType("qualia"), KeepAlive]
public sealed partial class QualiaGrain(
    [PersistentState("qualia", StateStorage.Name)] IPersistentState<QualiaState> store,
    IQualiaStore history,
    PolicyBoard policy,
    PostureBoard posture,
    TimeProvider time,
    ILogger<QualiaGrain> log) : Grain, IQualiaGrain
{
    private static readonly TimeSpan StoreEvery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan KeepEvery = TimeSpan.FromMinutes(1);

    private readonly QualiaRecent _recent = new();
    private QualiaSenses? _senses;
    private QualiaSnapshot? _newest;
    private Task _adapting = Task.CompletedTask;
    private DateTimeOffset _stored;
    private DateTimeOffset _kept;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _senses = new QualiaSenses(store.State);
        store.State.Adaptive = store.State.Adaptive.Restarted();
        _stored = _kept = time.GetUtcNow();
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
        _recent.Add(_newest, Senses.Covered);
        Adapt(_newest);
        if (now - _stored >= StoreEvery) await Store();
        if (now - _kept >= KeepEvery) await Keep(all: false);
        return _newest;
    }

    public async Task<QualiaStep[]> History(QualiaQuery query)
    {
        if (QualiaHistoryRules.Refuse(query, time.GetUtcNow()) is { } refusal) throw new ArgumentException(refusal);
        var since = QualiaSteps.Begin(query.Since, query.StepSeconds);
        if (query.StepSeconds < 10) return _recent.Since(since);
        var stored = await history.Read(query.StepSeconds < 60 ? 10 : 60, since);
        return QualiaSteps.Merge([.. stored, .. _recent.Unstored.Where(step => step.Point.At >= since)], query.StepSeconds);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Store();
        await Keep(all: true);
    }

    private QualiaSenses Senses => _senses ?? throw new InvalidOperationException("not activated");

    /// <summary>
    /// Has the posture follow. Not waited for: a stricter one judges every suspect, and the next seconds must not wait for that.
    /// </summary>
    private void Adapt(QualiaSnapshot newest)
    {
        var adaptive = policy.Current.Adaptive;
        var current = posture.Current;
        store.State.Adaptive = AdaptivePosture.Watch(store.State.Adaptive, newest, adaptive, newest.At);
        if (!_adapting.IsCompleted || current.Version == 0 || current.Mode == PostureMode.Manual) return;
        if (!adaptive.Enabled)
        {
            if (current.Mode == PostureMode.Adaptive) _adapting = Adapt(new PostureAdaptation(null, AdaptiveText.SwitchedOff, current.Version));
        }
        else if (AdaptivePosture.Step(store.State.Adaptive, current.Level, newest, adaptive, newest.At) is { } step)
        {
            store.State.Adaptive = step.After;
            _adapting = Adapt(new PostureAdaptation(step.Level, step.Reason, current.Version));
        }
    }

    /// <summary>One that failed is asked for again when the next step is due.</summary>
    private async Task Adapt(PostureAdaptation wish)
    {
        try
        {
            await GrainFactory.GetGrain<IPostureGrain>(IPostureGrain.Key).Adapt(wish);
            await Store();
        }
        catch (Exception error)
        {
            LogNotAdapted(error);
        }
    }

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

    private async Task Keep(bool all)
    {
        var now = time.GetUtcNow();
        _kept = now;
        var due = _recent.Due(now, all);
        if (due.Length == 0) return;
        try
        {
            // A step that a restart cut in two is made whole.
            var tens = QualiaSteps.Join(await history.Read(10, QualiaSteps.Begin(due[0].Point.At, 60)), due, 10);
            await history.Append(tens, QualiaSteps.Merge(tens, 60), now);
            _recent.Stored(due.Length);
        }
        catch (Exception error)
        {
            LogNotKept(_recent.Unstored.Count, _recent.Lost, error);
        }
    }

    [LoggerMessage(EventId = 702, Level = LogLevel.Warning, Message = "The posture could not follow the qualia; it is tried again")]
    private partial void LogNotAdapted(Exception error);

    [LoggerMessage(EventId = 701, Level = LogLevel.Warning, Message = "The qualia's history could not be stored; {Steps} steps wait, {Lost} are lost")]
    private partial void LogNotKept(int steps, long lost, Exception error);

    [LoggerMessage(EventId = 700, Level = LogLevel.Warning, Message = "The qualia could not be stored; it is tried again in some minutes")]
    private partial void LogNotStored(Exception error);
}
