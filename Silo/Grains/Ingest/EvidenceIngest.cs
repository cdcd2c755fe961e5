using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Orleans;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Bans;
using Tegument.Silo.Protection;
using Tegument.Silo.Qualia;

namespace Tegument.Silo.Ingest;

/// <summary>
/// One batch in, many reputations out, one ledger commit. When it answers, all that the batch caused is stored, and the sensor may be
/// acknowledged; when it throws, nothing is promised and the batch is to be sent again. Safe on any thread; completes synchronously
/// when the grains do.
/// </summary>
/// <remarks>
/// At most <see cref="MaxBatches"/> batches are weighed at once, with <see cref="Window"/> calls each; further callers wait, and a
/// gateway that reads one batch per link makes its sensors wait with it.
/// </remarks>
public sealed partial class EvidenceIngest(
    IGrainFactory grains,
    AutomaticBans automatic,
    IProtectionRules protection,
    IngestMetrics metrics,
    EvidenceTally tally,
    QualiaTally qualia,
    ILogger<EvidenceIngest> log,
    IEvidenceRecorder? recorder = null) : IDisposable
{
    public const int MaxBatches = 16;
    public const int Window = 256;

    // Each may be a commit of its own.
    private const int SingleWindow = 32;

    private readonly SequenceMemory _taken = new();
    private readonly SemaphoreSlim _room = new(MaxBatches, MaxBatches);

    public async Task<IngestResult> Take(EvidenceBatch batch)
    {
        if (EvidenceCheck.Refuse(batch) is { } refusal)
        {
            metrics.Batch("refused");
            LogRefused(batch?.Sensor is { Length: <= EvidenceCheck.MaxNameLength } sensor ? sensor : "?", batch?.Sequence ?? -1, refusal);
            return IngestResult.Refused(refusal);
        }

        await _room.WaitAsync();
        try
        {
            if (_taken.Contains(batch.Sensor, batch.Start, batch.Sequence))
            {
                metrics.Batch("resent");
                return IngestResult.Resent;
            }

            var result = await Weigh(batch);
            _taken.Add(batch.Sensor, batch.Start, batch.Sequence);
            metrics.Batch("taken");
            metrics.Items(batch.Items.Length);
            tally.Add(batch);
            qualia.Items(batch.Items);
            recorder?.Offer(batch);
            return result;
        }
        catch (Exception)
        {
            metrics.Batch("failed");
            throw;
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>
    /// Weighs every source of a batch, and its incidents, for itself: what cannot be taken holds back nothing else. Never throws for a
    /// failure below; answers what is left.
    /// </summary>
    public async Task<IngestRest> TakeSingly(EvidenceBatch batch)
    {
        if (EvidenceCheck.Refuse(batch) is { } refusal) throw new ArgumentException(refusal);
        await _room.WaitAsync();
        try
        {
            var parts = Parts(batch);
            var failures = new Exception?[parts.Length];
            for (var from = 0; from < parts.Length; from += SingleWindow)
            {
                var window = Enumerable.Range(from, Math.Min(SingleWindow, parts.Length - from));
                await Task.WhenAll(window.Select(async i => failures[i] = await Try(parts[i])));
            }

            var left = parts.Where((_, i) => failures[i] is not null).ToArray();
            if (left.Length == 0) _taken.Add(batch.Sensor, batch.Start, batch.Sequence);
            metrics.Batch(left.Length == 0 ? "taken" : "failed");
            var rest = batch with { Items = [.. left.SelectMany(part => part.Items)], Incidents = [.. left.SelectMany(part => part.Incidents)] };
            return new IngestRest(left.Length == 0 ? null : rest, parts.Length - left.Length, Array.Find(failures, failure => failure is not null));
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>Someone else keeps what is left of this batch and tries it again: to its sensor it is taken.</summary>
    public void Entrust(EvidenceBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _taken.Add(batch.Sensor, batch.Start, batch.Sequence);
    }

    public void Dispose() => _room.Dispose();

    private EvidenceBatch[] Parts(EvidenceBatch batch)
    {
        var groups = EvidenceGroups.Of(batch, protection);
        var parts = Array.ConvertAll(groups, group => batch with { Items = group.Evidence.Items, Incidents = [] });
        return batch.Incidents.Length == 0 ? parts : [.. parts, batch with { Items = [] }];
    }

    private async Task<Exception?> Try(EvidenceBatch part)
    {
        try
        {
            await Weigh(part);
            metrics.Items(part.Items.Length);
            tally.Add(part);
            qualia.Items(part.Items);
            recorder?.Offer(part);
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    private async Task<IngestResult> Weigh(EvidenceBatch batch)
    {
        var judgements = new List<Judgement>();
        var failure = await Observe(batch, judgements);
        var decisions = new List<BanDecision>();
        foreach (var judgement in judgements)
        {
            if (judgement.Ban is not null) decisions.Add(judgement.Ban);
        }

        // One source that cannot be judged holds the acknowledgement back, never the bans of the others.
        var bans = Pair(decisions, await automatic.Make(decisions));
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
        if (batch.Incidents.Length > 0)
        {
            await grains.GetGrain<IFleetGrain>(IFleetGrain.Key).Record(batch.Sensor, batch.Start, batch.Incidents);
        }

        return new IngestResult(null, false, [.. judgements], bans);
    }

    /// <summary>Adds every judgement there is; answers with the first failure, null when there was none.</summary>
    private async Task<Exception?> Observe(EvidenceBatch batch, List<Judgement> judgements)
    {
        var groups = EvidenceGroups.Of(batch, protection);
        judgements.EnsureCapacity(groups.Length);
        var sources = new List<IIpReputationGrain>(Math.Min(Window, groups.Length));
        var calls = new List<Task<Judgement>>(Math.Min(Window, groups.Length));
        Exception? failure = null;
        for (var from = 0; from < groups.Length; from += calls.Count)
        {
            sources.Clear();
            calls.Clear();

            // All are looked up before any is called: what misses the caches is waited for together and not one by one.
            for (var i = from; i < groups.Length && sources.Count < Window; i++) sources.Add(grains.GetGrain<IIpReputationGrain>(ReputationKey.TextOf(groups[i].Subject)));
            for (var i = 0; i < sources.Count; i++) calls.Add(sources[i].Observe(groups[from + i].Evidence));
            if (!calls.TrueForAll(call => call.IsCompleted))
                await ((Task)Task.WhenAll(calls)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            foreach (var call in calls)
            {
                if (call.IsCompletedSuccessfully) judgements.Add(call.Result);
                else failure ??= call.Exception?.InnerException ?? new TaskCanceledException(call);
            }
        }

        return failure;
    }

    private IngestBan[] Pair(List<BanDecision> decisions, BanOutcome[] outcomes)
    {
        var bans = new IngestBan[decisions.Count];
        var made = 0;
        for (var i = 0; i < bans.Length; i++)
        {
            bans[i] = new IngestBan(decisions[i], outcomes[i]);
            if (outcomes[i].Changed) made++;
            if (outcomes[i].Refusal is { } refusal) LogBanRefused(decisions[i].Prefix.ToString(), refusal);
        }

        metrics.Bans(made);
        return bans;
    }

    [LoggerMessage(EventId = 400, Level = LogLevel.Warning, Message = "Batch {Sequence} of sensor {Sensor} was refused: {Refusal}")]
    private partial void LogRefused(string sensor, long sequence, string refusal);

    [LoggerMessage(EventId = 401, Level = LogLevel.Information, Message = "The ledger did not ban {Prefix}: {Refusal}")]
    private partial void LogBanRefused(string prefix, string refusal);
}
