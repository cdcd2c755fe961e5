using System.Net;
using Tegument.Contracts.Client;
using Tegument.Contracts.Live;
using Tegument.Contracts.Posture;
using Tegument.Dashboard.Hosting;

namespace Tegument.Dashboard.Live;

/// <summary>
/// The console's one link to the silo: a live stream and a few reads at their own pace, however many browsers look on. What it hears goes into a
/// <see cref="FleetDraft"/>, and a few times a second from there into the store.
/// </summary>
public sealed class FleetFeed(SiloAccess silo, FleetStore store, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Publishing = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private static readonly string[] Types = [LiveTypes.Ban, LiveTypes.Posture, LiveTypes.Standing, LiveTypes.Qualia];

    private readonly FleetDraft _draft = new(time);
    private volatile TaskCompletionSource _retry = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Asks at once instead of when its time comes.</summary>
    public void RetryNow() => _retry.TrySetResult();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Listen(stoppingToken), Watch(stoppingToken), Publish(stoppingToken),
        Every(() => TimeSpan.FromSeconds(_draft.Pending ? 1 : 5), async cancel => _draft.Hosts((await silo.Link.HostsAsync(cancel)).Hosts), always: true, stoppingToken),
        Every(() => TimeSpan.FromSeconds(4), Worst, always: false, stoppingToken),
        Every(() => TimeSpan.FromSeconds(60), Slow, always: true, stoppingToken));

    /// <summary>The status each two seconds says whether the silo is there; when it comes back, what was missed is read again.</summary>
    private async Task Watch(CancellationToken stop)
    {
        var behind = true;
        string? policy = null;
        long? posture = null;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var status = await silo.Link.StatusAsync(stop).WaitAsync(TimeSpan.FromSeconds(5), time, stop);
                if (behind) await CatchUp(stop);
                if (behind || policy != status.Policy?.Version) await Thresholds(stop);
                else if (posture != status.Posture.Version) _draft.Postures((await silo.Link.PostureHistoryAsync(FleetDraft.MaxPostures, cancel: stop)).Periods);
                (policy, posture) = (status.Policy?.Version, status.Posture.Version);
                behind = false;
                _draft.Status(status);
            }
            catch (TegumentApiException e) when (e.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                _draft.Down(LinkState.Refused, $"the silo refuses the console's token: {e.Message}");
                behind = true;
            }
            catch (Exception e) when (IsAway(e, stop))
            {
                _draft.Down(LinkState.Lost, e.Message);
                behind = true;
            }

            await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(2), time, stop), _retry.Task);
            if (_retry.Task.IsCompleted) _retry = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private async Task CatchUp(CancellationToken cancel)
    {
        var history = await silo.Link.QualiaHistoryAsync(Quarter, 1, cancel);
        var series = await silo.Link.EvidenceSeriesAsync(Quarter, 1, cancel: cancel);
        _draft.History(history, series);
        await Slow(cancel);
    }

    /// <summary>They change with the policy only.</summary>
    private async Task Thresholds(CancellationToken cancel)
    {
        var thresholds = new List<double?>();
        foreach (var level in Enum.GetValues<PostureLevel>()) thresholds.Add((await silo.Link.PreviewPostureAsync(level, cancel)).Threshold);
        _draft.Thresholds([.. thresholds]);
    }

    private async Task Slow(CancellationToken cancel)
    {
        _draft.Postures((await silo.Link.PostureHistoryAsync(FleetDraft.MaxPostures, cancel: cancel)).Periods);
        _draft.Hours((await silo.Link.QualiaHistoryAsync(TimeSpan.FromHours(24), 3600, cancel)).Points);
    }

    private async Task Worst(CancellationToken cancel)
    {
        _draft.Attackers(await silo.Link.AttackersAsync("15m", limit: 50, cancel: cancel));
        _draft.Targets(await silo.Link.TargetsAsync(Quarter, 12, cancel));
        if (_draft.AttackSince is { } since)
        {
            var seconds = (int)Math.Clamp((time.GetUtcNow() - since).TotalSeconds + 60, 60, 86_400);
            _draft.Describe(await silo.Link.AttackersAsync($"{seconds}s", limit: 500, cancel: cancel));
        }
    }

    private async Task Listen(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await foreach (var happened in silo.Link.EventsAsync(new LiveFilter(Types), stop)) _draft.Hear(happened);
            }
            catch (Exception e) when (IsAway(e, stop) || e is TegumentApiException)
            {
                // Watch says why; the stream is opened anew.
            }

            await Task.Delay(TimeSpan.FromSeconds(2), time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Publish(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Publishing, time);
        while (await timer.WaitForNextTickAsync(stop).AsTask().ContinueWith(t => t.IsCompletedSuccessfully && t.Result, TaskScheduler.Default))
        {
            if (_draft.Take() is { } next) store.Publish(next);
        }
    }

    private async Task Every(Func<TimeSpan> period, Func<CancellationToken, Task> read, bool always, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (always || store.Listeners > 0 || _draft.AttackSince is not null) await read(stop);
            }
            catch (Exception e) when (IsAway(e, stop) || e is TegumentApiException)
            {
                // Watch says why; the next time is soon.
            }

            await Task.Delay(period(), time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static bool IsAway(Exception e, CancellationToken stop) =>
        e is SiloUnreachableException or TimeoutException or IOException || (e is OperationCanceledException && !stop.IsCancellationRequested) || stop.IsCancellationRequested;
}
