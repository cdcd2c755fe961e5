using System.Text.Json;
using Tegument.Contracts.Live;
using Tegument.Contracts.Wire;

namespace Tegument.Silo.Host.Gateway.Live;

/// <summary>
/// One stream's place in the hub's rings: it holds no events of its own, so a slow one costs nothing but what it misses. Owned by one stream.
/// </summary>
public sealed class LiveReader
{
    /// <summary>Events handed out at a time; more wait in the rings.</summary>
    public const int MaxBatch = 256;

    private readonly LiveHub _hub;
    private readonly (LiveTopic Topic, LiveRing Ring)[] _rings;
    private readonly long[] _next;
    private GapEvent? _gap;

    /// <param name="after">Null begins with what comes; -1 after a restart of the silo; else after that number. Made under the hub's lock.</param>
    internal LiveReader(LiveHub hub, (LiveTopic Topic, LiveRing Ring)[] rings, long? after)
    {
        _hub = hub;
        _rings = rings;
        _next = [.. rings.Select(ring => after is >= 0 ? ring.Ring.After(after.Value) : ring.Ring.Next)];
        Number = after is >= 0 ? after.Value : hub.Published;
        if (after == -1) _gap = new GapEvent(GapReason.Restarted, null, [.. rings.Select(ring => ring.Topic.Type)]);
        if (after is not >= 0) return;
        var cut = rings.Where(ring => ring.Ring.ForgottenNumber > after).Select(ring => ring.Topic.Type).ToArray();
        if (cut.Length > 0) _gap = new GapEvent(GapReason.TooOld, null, cut);
    }

    /// <summary>The number of the last event read: where a stream that is opened again goes on.</summary>
    public long Number { get; private set; }

    public string Id => _hub.IdOf(Number);

    /// <summary>Events that this stream was too slow for.</summary>
    public long Missed { get; private set; }

    /// <summary>The events since the last call in the order in which they happened, a gap before them where some are gone.</summary>
    public void Read(List<LiveEntry> into)
    {
        into.Clear();
        lock (_hub.Guard)
        {
            SkipLost();
            if (_gap is { } gap)
            {
                into.Add(new LiveEntry(Number, LiveTypes.Gap, JsonSerializer.SerializeToUtf8Bytes(gap, LiveJson.Default.GapEvent)));
                _gap = null;
            }

            while (into.Count < MaxBatch && Oldest() is { } i)
            {
                var entry = _rings[i].Ring[_next[i]++];
                Number = entry.Number;
                into.Add(entry);
            }
        }
    }

    private void SkipLost()
    {
        long missed = 0;
        List<string>? types = null;
        for (var i = 0; i < _rings.Length; i++)
        {
            var lost = _rings[i].Ring.First - _next[i];
            if (lost <= 0) continue;
            missed += lost;
            _next[i] = _rings[i].Ring.First;
            (types ??= []).Add(_rings[i].Topic.Type);
        }

        if (missed == 0) return;
        Missed += missed;
        _gap = new GapEvent(GapReason.Slow, missed, [.. types!]);
    }

    private int? Oldest()
    {
        int? oldest = null;
        for (var i = 0; i < _rings.Length; i++)
        {
            if (_next[i] == _rings[i].Ring.Next) continue;
            if (oldest is not { } o || _rings[i].Ring[_next[i]].Number < _rings[o].Ring[_next[o]].Number) oldest = i;
        }

        return oldest;
    }
}
