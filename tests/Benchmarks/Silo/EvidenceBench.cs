using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Link;
using Tegument.Contracts.Wire;
using Tegument.Contracts.Wire.Batches;

namespace Tegument.Benchmarks.Silo;

/// <summary>
/// Evidence items a second through the real silo: encoded beforehand, sent by sixteen sensors over loopback WebSockets, decoded, weighed,
/// stored and acknowledged. Senders and silo share the processors. Beside it the same as JSON.
/// </summary>
/// <param name="sources">Distinct addresses.</param>
/// <param name="visits">Times that each is seen.</param>
public sealed class EvidenceBench(int sources, int visits)
{
    private const double Limit = 500_000;
    private const int Sensors = 16;
    private const int BatchItems = 1000;
    private const int JsonVisits = 2;
    private const uint Early = 0x0B00_0000, EarlyText = 0x0C00_0000, Binary = 0x1000_0000, Json = 0x2000_0000;

    public async Task<IReadOnlyList<Measurement>> Run()
    {
        await using var silo = await BenchSilo.Start();
        var links = new List<LoadLink>();
        for (var i = 0; i < Sensors; i++) links.Add(await LoadLink.Open(silo.Agent, EvidenceLoad.HostOf(i)));
        try
        {
            var early = new EvidenceLoad(sources / 4, Sensors, Early, DateTimeOffset.UtcNow);
            await WarmUp.Run(round => Send(links, early, 30, binary: true, first: 30 * round));
            var earlyText = new EvidenceLoad(sources / 40, Sensors, EarlyText, DateTimeOffset.UtcNow);
            await WarmUp.Run(round => Send(links, earlyText, 10, binary: false, first: 10 * round));
            var (first, again) = await Send(links, new EvidenceLoad(sources, Sensors, Binary, DateTimeOffset.UtcNow), visits, binary: true);
            var (_, text) = await Send(links, new EvidenceLoad(sources, Sensors, Json, DateTimeOffset.UtcNow), JsonVisits, binary: false);
            return Measurements(first, again, text);
        }
        finally
        {
            links.ForEach(link => link.Dispose());
        }
    }

    // Items a second at first sight, when every reputation has to be made, and afterwards.
    private async Task<(double First, double Again)> Send(List<LoadLink> links, EvidenceLoad load, int times, bool binary, int first = 0)
    {
        var (seconds, items) = (new double[times], new long[times]);
        for (var visit = 0; visit < times; visit++)
        {
            var messages = links.ConvertAll(_ => new List<byte[]>());
            foreach (var batch in load.Visit(first + visit, BatchItems))
            {
                items[visit] += batch.Items.Length;
                messages[EvidenceLoad.SensorOf(batch.Sensor)].Add(binary ? Bytes(batch) : Text(batch));
            }

            GC.Collect();
            var watch = Stopwatch.StartNew();
            await Task.WhenAll(links.Select((link, i) => link.Send(messages[i], binary ? WebSocketMessageType.Binary : WebSocketMessageType.Text)));
            seconds[visit] = watch.Elapsed.TotalSeconds;
        }

        return (items[0] / seconds[0], items[1..].Sum() / seconds[1..].Sum());
    }

    private IReadOnlyList<Measurement> Measurements(double first, double again, double text)
    {
        var all = visits / ((1 / first) + ((visits - 1) / again));
        var what = string.Create(CultureInfo.InvariantCulture, $"{sources / 1000}k addresses");
        return
        [
            new($"silo, evidence items/s, {what}, {visits} visits", Number(all), Number(Limit), Ratio(all, Limit), ">= 1 x", all >= Limit),
            new("  of these at first sight", Number(first), Number(Limit), Ratio(first, Limit), "-", null),
            new("  of these on known addresses", Number(again), Number(Limit), Ratio(again, Limit), "-", null),
            new("silo, evidence items/s as JSON, known addresses", Number(text), Number(again), Ratio(text, again), "-", null),
        ];
    }

    private static byte[] Bytes(EvidenceBatch batch)
    {
        var bytes = new ArrayBufferWriter<byte>();
        BatchWriter.Write(batch, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    private static byte[] Text(EvidenceBatch batch) => JsonSerializer.SerializeToUtf8Bytes(new BatchFrame(batch), LinkJson.Default.LinkFrame);

    private static double Ratio(double ours, double theirs) => Math.Round(ours / theirs, 3);

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
