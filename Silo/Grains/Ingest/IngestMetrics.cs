using System.Diagnostics.Metrics;

namespace Tegument.Silo.Ingest;

/// <summary>What the way from evidence to bans counts. Safe on any thread.</summary>
public sealed class IngestMetrics : IDisposable
{
    public const string MeterName = "Tegument.Silo.Ingest";

    private readonly Meter _meter;
    private readonly Counter<long> _items;
    private readonly Counter<long> _batches;
    private readonly Counter<long> _bans;

    public IngestMetrics(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _items = _meter.CreateCounter<long>("tegument.ingest.items", "{item}", "Evidence items weighed");
        _batches = _meter.CreateCounter<long>("tegument.ingest.batches", "{batch}", "Batches by outcome: taken, resent, refused, failed");
        _bans = _meter.CreateCounter<long>("tegument.ingest.bans", "{ban}", "Automatic bans made or extended");
    }

    public void Batch(string outcome) => _batches.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Items(int count) => _items.Add(count);

    public void Bans(int count)
    {
        if (count > 0) _bans.Add(count);
    }

    public void Dispose() => _meter.Dispose();
}
