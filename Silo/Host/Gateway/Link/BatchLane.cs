using System.Threading.Channels;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Link;
using Tegument.Silo.Host.Storage;
using Tegument.Silo.Ingest;

namespace Tegument.Silo.Host.Gateway.Link;

/// <summary>
/// One link's batches: taken one after the other, in the order they came, each acknowledged once all it caused is committed. While a batch
/// cannot be taken it is tried again without end and those behind it wait, so that acknowledgements never run ahead. Only what makes no
/// sense is refused.
/// </summary>
/// <remarks>
/// What fails <see cref="FailuresBeforeSingly"/> times for another reason than the storage is weighed source by source. What is still left
/// although others could be taken, of the same batch or of the next, is poisoned: it is <see cref="SetAside"/>.
/// </remarks>
public sealed partial class BatchLane(EvidenceIngest ingest, SetAside aside, LinkCounters counters, Func<LinkFrame, bool> post, ILogger log)
{
    public const int FailuresBeforeSingly = 5;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly Channel<EvidenceBatch> _waiting = Channel.CreateBounded<EvidenceBatch>(
        new BoundedChannelOptions(GatewayLimits.MaxWaitingBatches) { SingleReader = true, SingleWriter = true });

    /// <summary>Waits while the lane is full: the rest stays in the host's spool.</summary>
    public ValueTask Put(EvidenceBatch batch, CancellationToken cancel) => _waiting.Writer.WriteAsync(batch, cancel);

    public async Task Run(CancellationToken cancel)
    {
        await foreach (var batch in _waiting.Reader.ReadAllAsync(cancel))
        {
            var refusal = await Take(batch, cancel);
            counters.Batch(refusal is not null);
            post(new AckFrame(batch.Start, batch.Sequence, refusal));
        }
    }

    /// <summary>Null once the batch is committed, or what is wrong with it.</summary>
    private async Task<string?> Take(EvidenceBatch batch, CancellationToken cancel)
    {
        var wait = FirstWait;
        for (var failures = 1; ; failures++)
        {
            try
            {
                return (await ingest.Take(batch)).Refusal;
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                counters.Failure();
                if (failures == 1) Tell(batch, e);
                if (e is not StorageException && failures >= FailuresBeforeSingly && await TakeRest(batch)) return null;
            }

            await Task.Delay(wait, cancel);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    /// <summary>True when all that can be taken is, and the rest is kept.</summary>
    private async Task<bool> TakeRest(EvidenceBatch batch)
    {
        var rest = await ingest.TakeSingly(batch);
        if (rest.Left is not { } left) return true;
        if (rest.Failure is StorageException || (rest.Taken == 0 && !await NextCanBeTaken()) || !aside.TryKeep(left)) return false;
        LogPoisoned(batch.Sequence, batch.Sensor, left.Items.Length + left.Incidents.Length, rest.Failure!);
        return true;
    }

    /// <summary>Tells a poisoned batch from a silo that takes nothing. What it takes is acknowledged in its turn, as taken before.</summary>
    private async Task<bool> NextCanBeTaken()
    {
        if (!_waiting.Reader.TryPeek(out var next)) return false;
        try
        {
            return (await ingest.Take(next)).Refusal is null;
        }
        catch (Exception)
        {
            counters.Failure();
            return false; // Told when its turn comes.
        }
    }

    private void Tell(EvidenceBatch batch, Exception error)
    {
        LogAgain(batch.Sequence, batch.Sensor, error);
        post(new ErrorFrame($"batch {batch.Sequence} waits: {(error is StorageException ? error.Message : "the silo failed on it")}"));
    }

    [LoggerMessage(EventId = 520, Level = LogLevel.Warning, Message = "Batch {Sequence} of {Sensor} could not be taken; it is tried again")]
    private partial void LogAgain(long sequence, string sensor, Exception error);

    [LoggerMessage(EventId = 521, Level = LogLevel.Error, Message = "Batch {Sequence} of {Sensor}: {Left} items fail where others succeed; they are set aside and tried again")]
    private partial void LogPoisoned(long sequence, string sensor, int left, Exception error);
}
