using System.Collections.Concurrent;
using System.Threading.Channels;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Link;

namespace Tegument.Silo.Host.Gateway.Link;

/// <summary>
/// What waits to be sent on one link: a bounded queue, and one place for the newest hint. Any thread posts, one takes.
/// </summary>
internal sealed class LinkOutbox
{
    private readonly ConcurrentQueue<LinkFrame> _frames = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private LedgerPosition? _hint;

    /// <summary>False when the queue is full: the peer is slow.</summary>
    public bool Post(LinkFrame frame)
    {
        if (_frames.Count >= GatewayLimits.MaxWaitingFrames) return false;
        _frames.Enqueue(frame);
        _signal.Writer.TryWrite(true);
        return true;
    }

    /// <summary>Replaces a hint that has not left yet: only the newest position matters.</summary>
    public void Hint(LedgerPosition position)
    {
        Interlocked.Exchange(ref _hint, position);
        _signal.Writer.TryWrite(true);
    }

    public async ValueTask<LinkFrame> Take(CancellationToken cancel)
    {
        while (true)
        {
            if (Interlocked.Exchange(ref _hint, null) is { } position) return new HintFrame(position);
            if (_frames.TryDequeue(out var frame)) return frame;
            await _signal.Reader.ReadAsync(cancel);
        }
    }
}
