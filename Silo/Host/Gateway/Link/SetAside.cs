using Tegument.Contracts.Evidence;
using Tegument.Silo.Ingest;

namespace Tegument.Silo.Host.Gateway.Link;

/// <summary>
/// Evidence that fails while what came with it or behind it succeeds. It is tried again every <see cref="Period"/> for as long as the silo
/// runs, and holds nobody up. Memory only: a stop loses it, as its log says, and the source's next evidence brings the totals again. Holds
/// at most <see cref="MaxItems"/> items; what finds no room stays with its sensor. Safe on any thread.
/// </summary>
public sealed partial class SetAside(EvidenceIngest ingest, LinkCounters counters, TimeProvider time, ILogger<SetAside> log) : BackgroundService
{
    public const int MaxItems = 65_536;

    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private List<EvidenceBatch> _kept = [];
    private int _items;

    /// <summary>Items and incidents that wait here.</summary>
    public int Count => Volatile.Read(ref _items);

    /// <summary>False when there is no room.</summary>
    public bool TryKeep(EvidenceBatch rest)
    {
        ArgumentNullException.ThrowIfNull(rest);
        lock (_lock)
        {
            if (_items + SizeOf(rest) > MaxItems) return false;
            _kept.Add(rest);
            _items += SizeOf(rest);
        }

        ingest.Entrust(rest);
        return true;
    }

    /// <summary>Tries everything once. Called by one at a time.</summary>
    public async Task TryAgain()
    {
        EvidenceBatch[] all;
        lock (_lock) all = [.. _kept];
        foreach (var batch in all)
        {
            var rest = await ingest.TakeSingly(batch);
            if (rest.Left is not null) counters.Failure();
            lock (_lock)
            {
                _kept.Remove(batch);
                if (rest.Left is not null) _kept.Add(rest.Left);
                _items += (rest.Left is null ? 0 : SizeOf(rest.Left)) - SizeOf(batch);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (Count > 0) LogLost(Count);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested) await TryAgain();
        }
    }

    private static int SizeOf(EvidenceBatch batch) => batch.Items.Length + batch.Incidents.Length;

    [LoggerMessage(EventId = 525, Level = LogLevel.Error, Message = "{Count} items of evidence that could never be taken are lost with this stop")]
    private partial void LogLost(int count);
}
