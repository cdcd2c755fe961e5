using System.Threading.Channels;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Link;
using Tegument.Silo.Host.Storage;
using Tegument.Silo.Ingest;

namespace Tegument.Silo.Host.Gateway.Link;

/// <summary>
/// One link's batches: taken one after the other, in the order they came, each acknowledged once all it caused is committed. While a batch
/// cannot be stored it is tried again and those behind it wait, so that acknowledgements never run ahead.
/// </summary>
internal sealed partial class BatchLane(EvidenceIngest ingest, LinkCounters counters, Func<LinkFrame, bool> post, ILogger log)
{
    private const int MaxFailures = 5;
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

    /// <summary>Null once the batch is committed, or why it never will be.</summary>
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
                // Storage recovers; what fails five times for another reason fails for ever, and must not dam up what comes behind it.
                if (e is not StorageException && failures >= MaxFailures)
                {
                    LogGivenUp(batch.Sequence, batch.Sensor, e);
                    return "the silo failed on it; its log says why";
                }

                if (failures == 1)
                {
                    LogAgain(batch.Sequence, batch.Sensor, e);
                    post(new ErrorFrame($"batch {batch.Sequence} waits: {(e is StorageException ? e.Message : "the silo failed on it")}"));
                }
            }

            await Task.Delay(wait, cancel);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    [LoggerMessage(EventId = 520, Level = LogLevel.Warning, Message = "Batch {Sequence} of {Sensor} could not be taken; it is tried again")]
    private partial void LogAgain(long sequence, string sensor, Exception error);

    [LoggerMessage(EventId = 521, Level = LogLevel.Error, Message = "Batch {Sequence} of {Sensor} was given up")]
    private partial void LogGivenUp(long sequence, string sensor, Exception error);
}
