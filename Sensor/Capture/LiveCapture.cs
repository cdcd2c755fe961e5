using Tegument.Sensor.Capture.Fanout;
using Tegument.Sensor.Native;

namespace Tegument.Sensor.Capture;

/// <summary>
/// Frames as the kernel sees them, from one interface, several, or all. One thread reads; <see cref="Stop"/> and the counters belong to
/// any. <see cref="Dispose"/> may come from any thread at any moment: while a reader is at work it only stops, and the memory goes with
/// the reader's next call, so that no borrowed frame loses its bytes.
/// </summary>
public sealed class LiveCapture : IFrameSource
{
    /// <summary>More would share one machine's packets into crumbs.</summary>
    public const int MaxThreads = 64;

    // Frames taken from one ring before the next one has its turn: a flood on one interface must not fill another's ring.
    private const int Turn = 4096;

    /// <summary>As far as memory takes to answer, and no further than the caches hold.</summary>
    private const int MostAhead = 8;
    private readonly LiveCaptureOptions _options;
    private readonly PacketRing[] _rings;
    private readonly RingWaiter _waiter;
    private readonly RingHealth _health;
    private readonly ReaderLease _lease = new();
    private int _current;
    private int _taken;
    private bool _lent;

    private LiveCapture(LiveCaptureOptions options, PacketRing[] rings, RingWaiter waiter)
    {
        _options = options;
        _rings = rings;
        _waiter = waiter;
        _health = new RingHealth(rings, waiter);
    }

    public bool MarksOutgoing => true;

    public long KernelDrops => Sum(static c => c.Drops);

    /// <summary>Packets that the kernel saw for us, dropped ones included.</summary>
    public long KernelPackets => Sum(static c => c.Packets);

    /// <summary>Times that a ring was full.</summary>
    public long KernelFreezes => Sum(static c => c.Freezes);

    /// <summary>What keeps us from seeing everything just now ("eth1 is down"), or null.</summary>
    public string? Trouble => _health.Trouble;

    /// <summary>Why the capture ended by itself, or null while it runs and after <see cref="Stop"/>.</summary>
    public string? EndReason => _health.EndReason;

    /// <exception cref="CaptureUnavailableException">It cannot start; the message says why and what to do.</exception>
    /// <exception cref="Filters.CaptureFilterException">The filter cannot be used on one of the interfaces.</exception>
    public static LiveCapture Open(LiveCaptureOptions options) => OpenShared(options, 1)[0];

    /// <summary>
    /// Opens several captures between which the kernel shares out the frames by their address pairs, one for each reader thread: see
    /// <see cref="FanoutProgram"/>.
    /// </summary>
    /// <param name="threads">1 to <see cref="MaxThreads"/>.</param>
    /// <exception cref="CaptureUnavailableException">It cannot start; the message says why and what to do.</exception>
    /// <exception cref="Filters.CaptureFilterException">The filter cannot be used on one of the interfaces.</exception>
    public static LiveCapture[] OpenShared(LiveCaptureOptions options, int threads)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, MaxThreads);
        var rings = RingFactory.Open(options, threads);
        try
        {
            return Array.ConvertAll(rings, own => new LiveCapture(options, own, new RingWaiter(own)));
        }
        catch (NativeErrorException e)
        {
            foreach (var ring in rings.SelectMany(own => own)) ring.Dispose();
            throw new CaptureUnavailableException(options.Interfaces[0], e.Message, e);
        }
    }

    public FrameRead Next(out Frame frame)
    {
        if (!_lease.Enter()) return Leave(out frame);
        if (TryRings(out frame))
        {
            _lent = true;
            return FrameRead.Frame;
        }

        if (EndReason is not null) return Leave(out frame);
        // All is read: what it led to is told before we wait for more.
        if (_lent)
        {
            _lent = false;
            return FrameRead.Idle;
        }

        var (failed, errno) = _waiter.Wait(_options.IdleMs);
        if (failed >= 0) _health.OnFailure(failed, errno);
        else if (Trouble is not null) _health.Check();
        _lent = TryRings(out frame);
        return _lent ? FrameRead.Frame : FrameRead.Idle;
    }

    public bool TryAhead(out ReadOnlySpan<byte> bytes, out LinkType link)
    {
        var any = _rings[_current].TryAhead(MostAhead, IFrameSource.AheadBytes, out bytes, out var hardwareType);
        link = any ? HardwareLink.ToLinkType(hardwareType) : LinkType.Unsupported;
        return any;
    }

    /// <summary>Ends the reader's wait; its next read returns <see cref="FrameRead.End"/>.</summary>
    public void Stop()
    {
        _lease.Stop();
        _waiter.Wake();
    }

    public void Dispose()
    {
        var mayRelease = _lease.Close();
        _waiter.Wake();
        if (mayRelease) Release();
    }

    private FrameRead Leave(out Frame frame)
    {
        _lease.Stop();
        if (_lease.Leave()) Release();
        frame = default;
        return FrameRead.End;
    }

    private bool TryRings(out Frame frame)
    {
        // One more than there are rings: the first one's turn may have been over, and the others empty.
        for (var tried = 0; tried <= _rings.Length; tried++)
        {
            if (_taken < Turn && TryRing(_current, out frame))
            {
                _taken++;
                return true;
            }

            _taken = 0;
            _current = _current + 1 == _rings.Length ? 0 : _current + 1;
        }

        frame = default;
        return false;
    }

    private bool TryRing(int ring, out Frame frame)
    {
        while (_rings[ring].TryNext(out var raw))
        {
            var outgoing = raw.PacketType == RingFrame.OutgoingType;
            // Loopback shows every packet twice, as sent and as received: one is enough.
            if (outgoing && raw.HardwareType == HardwareLink.Loopback) continue;
            // Somebody else made the interface promiscuous: of strangers' conversations we would see neither half as ours.
            if (raw.PacketType == RingFrame.OtherHostType && !_options.Promiscuous) continue;
            if (Trouble is not null) _health.OnFrame(ring);
            frame = new Frame
            {
                Bytes = raw.Bytes,
                Timestamp = raw.Timestamp,
                WireLength = raw.WireLength,
                Link = HardwareLink.ToLinkType(raw.HardwareType),
                Outgoing = outgoing,
                VlanTag = raw.VlanTag,
            };
            return true;
        }

        frame = default;
        return false;
    }

    private long Sum(Func<(long Packets, long Drops, long Freezes), long> part)
    {
        var sum = 0L;
        foreach (var ring in _rings) sum += part(ring.Counters.Read());
        return sum;
    }

    private void Release()
    {
        _waiter.Dispose();
        foreach (var ring in _rings) ring.Dispose();
    }
}
