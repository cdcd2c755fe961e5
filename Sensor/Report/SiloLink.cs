using Microsoft.Extensions.Logging;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Link;

namespace Tegument.Sensor.Report;

/// <summary>
/// The host's one conversation with the silo: evidence out, acks, hints and deltas in, a heartbeat. Connects again for ever, with backoff;
/// while the silo is away the outbox merges and the executor holds what it has. Run once; <see cref="Wake"/> from any thread.
/// </summary>
public sealed partial class SiloLink(
    SiloEndpoint silo, HelloFrame hello, IReadOnlyList<EvidenceOutbox> outboxes, ILinkExecutor? executor, Func<HostReport> report, ILogger<SiloLink> log)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);

    /// <summary>Pull for correctness: hints may be lost.</summary>
    private static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(20);

    /// <summary>A silo on this machine costs nothing to ask: it is found within a quarter of a second of its return.</summary>
    private static readonly TimeSpan NextDoor = TimeSpan.FromMilliseconds(250);

    private readonly AsyncFlag _wake = new();
    private readonly LinkBackoff _backoff = new();
    private volatile LedgerPosition? _hinted;
    private volatile bool _pulling;
    private readonly AsyncFlag _beat = new();
    private volatile bool _pullWanted;
    private volatile bool _pullAgain;
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _said;

    /// <summary>The first try to connect is over: the silo has welcomed us and knows what this host protects, or it is away.</summary>
    public Task Tried => _tried.Task;

    /// <summary>The link stands and the silo has welcomed us.</summary>
    public bool Connected { get; private set; }

    /// <summary>Links begun since the start.</summary>
    public long Connections { get; private set; }

    /// <summary>There is something to send.</summary>
    public void Wake() => _wake.Set();

    /// <summary>The executor lost its place: ask at once instead of at the next poll.</summary>
    public void WantPull()
    {
        _pullWanted = true;
        Wake();
    }

    /// <summary>Something that a heartbeat tells has changed: tell it now, at most four times a second.</summary>
    public void WantHeartbeat() => _beat.Set();

    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var link = await TegumentLink.ConnectAsync(silo, hello with { Report = report() }, stop);
                _tried.TrySetResult();
                await Talk(link, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is SiloUnreachableException or TegumentApiException)
            {
                // Once per absence: a silo that is away for a night must not fill the journal.
                if (!_said) LogAway(log, e.Message);
                _said = true;
            }

            Connected = false;
            _tried.TrySetResult();
            try
            {
                await Task.Delay(silo.Address.IsLoopback ? NextDoor : _backoff.Next(), stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task Talk(TegumentLink link, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Connected = true;
        Connections++;
        _said = false;
        _backoff.Reset();
        LogConnected(log, silo.Address, link.Welcome.Silo);
        _pulling = false;
        if (link.Welcome.Allowed is { } allowed) executor?.Allow(allowed); // Before the first ban is pulled.
        executor?.Lockdown(link.Welcome.Lockdown);
        foreach (var batch in outboxes.SelectMany(outbox => outbox.Unacknowledged())) await link.SendAsync(new BatchFrame(batch), ended.Token);
        await Pull(link, link.Welcome.Position, force: true, ended.Token);
        Wake();
        var tasks = new[] { Receive(link, ended.Token), Send(link, ended.Token), Beat(link, ended.Token) };
        var first = await Task.WhenAny(tasks);
        await ended.CancelAsync();
        // The others end by the cancellation, and none outlives this link: a sender that did would take a batch from the next one. The
        // first one's reason is what counts.
        await Task.WhenAll(tasks.Select(t => t.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)));
        await first;
    }

    private async Task Send(TegumentLink link, CancellationToken stop)
    {
        while (true)
        {
            await _wake.WaitAsync(TimeSpan.FromSeconds(1), stop);
            foreach (var outbox in outboxes)
            {
                while (outbox.Next() is { } batch) await link.SendAsync(new BatchFrame(batch), stop);
            }

            if (!_pullWanted) continue;
            _pullWanted = false;
            await Pull(link, null, force: true, stop);
        }
    }

    private async Task Beat(TegumentLink link, CancellationToken stop)
    {
        var polled = Environment.TickCount64;
        while (true)
        {
            await _beat.WaitAsync(Heartbeat, stop);
            await Task.Delay(Shortest, stop);
            await link.SendAsync(new HeartbeatFrame(report()), stop);
            if (Environment.TickCount64 - polled < SlowPoll.TotalMilliseconds && !_pullAgain) continue;
            _pullAgain = false;
            polled = Environment.TickCount64;
            _pulling = false;
            await Pull(link, null, force: true, stop);
        }
    }

    private Task Receive(TegumentLink link, CancellationToken stop) => link.ReceiveLoopAsync(
        async (frame, cancel) =>
        {
            switch (frame)
            {
                case AckFrame ack:
                    Acknowledge(ack);
                    break;
                case HintFrame hint:
                    await Pull(link, hint.Position, force: false, cancel);
                    break;
                case DeltaFrame delta:
                    executor?.Take(delta.Delta);
                    _pulling = false;
                    if (_hinted is { } hinted && (hinted.Ledger != delta.Delta.Position.Ledger || hinted.Revision > delta.Delta.Position.Revision))
                        await Pull(link, hinted, force: false, cancel);
                    break;
                case CommandFrame { Command: "flush" } command:
                    executor?.Flush(command.Actor, command.Reason);
                    break;
                case AllowedFrame changed:
                    executor?.Allow(changed.Networks);
                    break;
                case PostureFrame posture:
                    executor?.Lockdown(posture.Lockdown);
                    break;
                case ErrorFrame error:
                    LogRefused(log, error.Message);
                    // It may have been the answer to a pull: ask again with the next heartbeat, not only at the slow poll.
                    if (_pulling) _pullAgain = true;
                    break;
            }
        },
        stop);

    private void Acknowledge(AckFrame ack)
    {
        if (outboxes.FirstOrDefault(outbox => outbox.Start == ack.Start) is not { } outbox) return;
        if (ack.Refusal is not null) LogRefused(log, ack.Refusal);
        outbox.Acknowledge(ack.Sequence, ack.Refusal is not null);
        Wake();
    }

    // One pull at a time: what is hinted meanwhile is asked for when the answer is in.
    private async Task Pull(TegumentLink link, LedgerPosition? hinted, bool force, CancellationToken stop)
    {
        if (executor is null) return;
        // Never written back: the receiver may have heard of a newer one meanwhile.
        if (hinted is not null) _hinted = hinted;
        if (_pulling && !force) return;
        var position = executor.Position;
        if (!force && hinted is not null && position is not null && position.Ledger == hinted.Ledger && position.Revision >= hinted.Revision) return;
        _pulling = true;
        await link.SendAsync(new PullFrame(position), stop);
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Linked to the silo at {Address} ({Version})")]
    private static partial void LogConnected(ILogger logger, Uri address, string version);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "{Reason}; evidence is spooled and bans hold until it is back")]
    private static partial void LogAway(ILogger logger, string reason);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "The silo refused a frame: {Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);
}
