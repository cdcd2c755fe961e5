using System.Text.Json;
using Tegument.Contracts.Live;
using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Gateway.Rest;

namespace Tegument.Silo.Host.Gateway.Live;

/// <summary>Carries events from the hub to one client: hello first, then what happens, a heartbeat when nothing does. Owned by one request.</summary>
internal sealed class LiveStream(LiveHub hub, LiveReader reader, ILiveSink sink, IReadOnlyList<LiveTopic> topics, TimeSpan heartbeat)
{
    private readonly List<LiveEntry> _batch = new(LiveReader.MaxBatch);

    /// <summary>Runs until cancelled, or until the client takes nothing for <see cref="GatewayLimits.SendPatience"/>.</summary>
    public async Task Run(CancellationToken cancel)
    {
        var hello = new HelloEvent(StatusEndpoint.Version, [.. topics.Select(topic => topic.Type)], heartbeat.TotalSeconds);
        _batch.Add(new LiveEntry(reader.Number, LiveTypes.Hello, JsonSerializer.SerializeToUtf8Bytes(hello, LiveJson.Default.HelloEvent)));
        while (true)
        {
            if (_batch.Count > 0) await Patiently(patience => sink.Write(_batch, hub.IdOf, patience), cancel);
            var pulse = hub.Pulse;
            reader.Read(_batch);
            if (_batch.Count > 0) continue;
            var happened = await Task.WhenAny(pulse, Task.Delay(heartbeat, cancel)) == pulse;
            cancel.ThrowIfCancellationRequested();
            if (!happened) await Patiently(sink.Beat, cancel);
        }
    }

    private static async Task Patiently(Func<CancellationToken, Task> write, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(GatewayLimits.SendPatience);
        await write(patience.Token);
    }
}
