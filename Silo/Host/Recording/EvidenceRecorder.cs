using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Silo.Host.Storage;
using Tegument.Silo.Ingest;
using Tegument.Silo.Policy;
using Tegument.Silo.Posture;

namespace Tegument.Silo.Host.Recording;

/// <summary>
/// Keeps evidence for simulations, beside the way from evidence to bans: batches are offered to a bounded queue, merged by incident on one
/// task, and written a few times a minute, a row per incident and minute. Whatever finds no room is counted and left out.
/// </summary>
public sealed partial class EvidenceRecorder : BackgroundService, IEvidenceRecorder
{
    public const string MeterName = "Tegument.Silo.Recording";

    /// <summary>Items of waiting batches: what the queue may keep alive.</summary>
    public const int MaxWaitingItems = 262_144;

    // Four short transactions.
    private const int FewRows = 1024;

    private static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TrimEvery = TimeSpan.FromMinutes(5);

    private readonly EvidenceStore _store;
    private readonly PolicyBoard _policy;
    private readonly PostureBoard _posture;
    private readonly TimeProvider _time;
    private readonly ILogger<EvidenceRecorder> _log;
    private readonly Meter _meter;
    private readonly Counter<long> _dropped;
    private readonly Channel<EvidenceBatch> _queue = Channel.CreateUnbounded<EvidenceBatch>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly RecordBook _book = new();
    private int _waiting;
    private long _lost;
    private PostureLevel? _noted;

    public EvidenceRecorder(
        EvidenceStore store, PolicyBoard policy, PostureBoard posture, TimeProvider time, ILogger<EvidenceRecorder> log, IMeterFactory? meters = null)
    {
        (_store, _policy, _posture, _time, _log) = (store, policy, posture, time, log);
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _dropped = _meter.CreateCounter<long>("tegument.recording.dropped", "{item}", "Evidence items that found no room in the record");
    }

    /// <summary>Items since the start that found no room.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    public void Offer(EvidenceBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var count = batch.Items.Length;
        if (count == 0) return;
        if (Interlocked.Add(ref _waiting, count) <= MaxWaitingItems && _queue.Writer.TryWrite(batch)) return;
        Interlocked.Add(ref _waiting, -count);
        Lose(count);
    }

    /// <summary>Completes when all that was offered before is written, or lost and counted.</summary>
    public Task Flush() => Flush(int.MaxValue);

    /// <summary>The same for who reads often: when more than some rows wait, they wait for their usual time.</summary>
    public Task FlushFew() => Flush(FewRows);

    private async Task Flush(int most)
    {
        await _turn.WaitAsync();
        try
        {
            Merge();
            await NotePosture();
            if (_book.Count <= most) await Write();
        }
        finally
        {
            _turn.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (written, trimmed) = (_time.GetTimestamp(), _time.GetTimestamp());
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (_time.GetElapsedTime(written) >= WriteEvery)
                {
                    await Flush();
                    written = _time.GetTimestamp();
                }
                else
                {
                    await Tick();
                }

                if (_time.GetElapsedTime(trimmed) < TrimEvery) continue;
                trimmed = _time.GetTimestamp();
                var keep = _policy.Current.Recording;
                await _store.Trim(_time.GetUtcNow() - keep.KeepFor, keep.MaxRows);
            }
            catch (StorageException e)
            {
                LogNotWritten(e.Message);
            }
        }

        try
        {
            await Flush();
        }
        catch (StorageException e)
        {
            LogNotWritten(e.Message);
        }
    }

    public override void Dispose()
    {
        _meter.Dispose();
        _turn.Dispose();
        base.Dispose();
    }

    private async Task Tick()
    {
        await _turn.WaitAsync();
        try
        {
            Merge();
            await NotePosture();
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Merge()
    {
        while (_queue.Reader.TryRead(out var batch))
        {
            Interlocked.Add(ref _waiting, -batch.Items.Length);
            Lose(_book.Add(batch, _time.GetUtcNow()));
        }
    }

    private async Task NotePosture()
    {
        var level = _posture.Level;
        if (_noted == level) return;
        await _store.WritePosture(_time.GetUtcNow(), level);
        _noted = level;
    }

    private async Task Write()
    {
        if (_book.Count == 0) return;
        var rows = _book.Drain();
        try
        {
            await _store.Write(rows);
        }
        catch (StorageException)
        {
            Lose(rows.Length);
            throw;
        }
    }

    private void Lose(int count)
    {
        if (count == 0) return;
        Interlocked.Add(ref _lost, count);
        _dropped.Add(count);
    }

    [LoggerMessage(EventId = 730, Level = LogLevel.Warning, Message = "Evidence could not be recorded for simulations ({Reason}); decisions are not affected")]
    private partial void LogNotWritten(string reason);
}
