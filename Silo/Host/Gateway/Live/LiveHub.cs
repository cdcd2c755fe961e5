using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tegument.Contracts.Live;
using Tegument.Contracts.Wire;

namespace Tegument.Silo.Host.Gateway.Live;

/// <summary>
/// The process's live events: whoever has news publishes it here once, every stream reads it from the same bounded rings at its own pace.
/// Publishing never waits for a reader; one that falls behind the rings is told what it missed. Safe on any thread.
/// </summary>
/// <remarks>Publishers merge: a topic is made for people and programs that watch, so tens of events per second, never one per packet or item.</remarks>
public sealed class LiveHub
{
    /// <summary>An event is news, not a document; a larger one is dropped and counted.</summary>
    public const int MaxEventBytes = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<LiveTopic, LiveRing> _rings = LiveTopic.All.ToDictionary(topic => topic, _ => new LiveRing());
    private readonly string _epoch = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
    private TaskCompletionSource _pulse = NewPulse();
    private long _number;
    private long _tooLarge;

    /// <summary>Events told since the process started.</summary>
    public long Published => Interlocked.Read(ref _number);

    /// <summary>Events that were dropped for their size.</summary>
    public long TooLarge => Interlocked.Read(ref _tooLarge);

    public void Publish<T>(LiveTopic topic, T data, JsonTypeInfo<T> shape)
    {
        ArgumentNullException.ThrowIfNull(topic);
        Add(topic, topic.Type, JsonSerializer.SerializeToUtf8Bytes(data, shape));
    }

    /// <summary>Instead of events that would be too many: how many.</summary>
    public void PublishMore(LiveTopic topic, long count)
    {
        ArgumentNullException.ThrowIfNull(topic);
        Add(topic, LiveTypes.More, JsonSerializer.SerializeToUtf8Bytes(new MoreEvent(topic.Type, count), LiveJson.Default.MoreEvent));
    }

    /// <summary>A reader of some topics, from now on or from after an event that an earlier stream told.</summary>
    /// <exception cref="FormatException">The id is not one that a silo gives.</exception>
    public LiveReader Read(IReadOnlyList<LiveTopic> topics, string? after)
    {
        var last = after is null ? null : ParseId(after);
        lock (_lock)
        {
            var rings = topics.Select(topic => (topic, _rings[topic])).ToArray();
            if (last is null) return new LiveReader(this, rings, null);
            var known = last.Value.Epoch == _epoch && last.Value.Number <= _number;
            return new LiveReader(this, rings, known ? last.Value.Number : -1);
        }
    }

    internal Lock Guard => _lock;

    /// <summary>Completes with the next event. Take it before reading: what comes in between is not missed.</summary>
    internal Task Pulse => Volatile.Read(ref _pulse).Task;

    public string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{_epoch}-{number}");

    private void Add(LiveTopic topic, string type, byte[] data)
    {
        if (data.Length > MaxEventBytes)
        {
            Interlocked.Increment(ref _tooLarge);
            return;
        }

        TaskCompletionSource pulse;
        lock (_lock)
        {
            _rings[topic].Add(new LiveEntry(++_number, type, data));
            pulse = _pulse;
            Volatile.Write(ref _pulse, NewPulse());
        }

        pulse.TrySetResult();
    }

    private static (string Epoch, long Number)? ParseId(string id)
    {
        var dash = id.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && id.Length <= 64 && long.TryParse(id.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (id[..dash], number)
            : throw new FormatException("not the id of an event");
    }

    private static TaskCompletionSource NewPulse() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
