using Tegument.Contracts.Client;
using Tegument.Dashboard.Hosting;

namespace Tegument.Dashboard.Live;

/// <summary>
/// The traces of windows that are longer than what the feed keeps. Read for the whole process when somebody looks and what is known is old;
/// whoever asks gets what is known and never waits. Safe on any thread; bounded by the windows' buckets.
/// </summary>
public sealed class WindowHistory(SiloAccess silo, TimeProvider time)
{
    private readonly Kept _hour = new(TraceWindow.Hour, TimeSpan.FromSeconds(10)), _day = new(TraceWindow.Day, TimeSpan.FromSeconds(60));

    /// <summary>Oldest first; null before the first answer.</summary>
    public IReadOnlyList<TracePoint>? Of(TraceWindow window)
    {
        var kept = window == TraceWindow.Day ? _day : _hour;
        if (kept.IsOld(time) && kept.Begin()) _ = Read(kept);
        return kept.Points;
    }

    private async Task Read(Kept kept)
    {
        try
        {
            var window = kept.Window;
            var history = await silo.Link.QualiaHistoryAsync(window.Span, window.ReadSeconds);
            kept.Points = TraceHistory.Join(history, await silo.Link.EvidenceSeriesAsync(window.Span, window.ReadSeconds));
        }
        catch (Exception e) when (e is SiloUnreachableException or TegumentApiException or TimeoutException or OperationCanceledException)
        {
            // The feed says that the silo is away; what is known stays, and is asked for again when it is old.
        }
        finally
        {
            kept.End(time);
        }
    }

    private sealed class Kept(TraceWindow window, TimeSpan fresh)
    {
        private long _asked;
        private volatile bool _known;
        private int _reading;

        public TraceWindow Window { get; } = window;

        public volatile IReadOnlyList<TracePoint>? Points;

        public bool IsOld(TimeProvider time) => !_known || time.GetElapsedTime(Volatile.Read(ref _asked)) >= fresh;

        public bool Begin() => Interlocked.CompareExchange(ref _reading, 1, 0) == 0;

        public void End(TimeProvider time)
        {
            Volatile.Write(ref _asked, time.GetTimestamp());
            _known = true;
            Volatile.Write(ref _reading, 0);
        }
    }
}
