using System.Collections.Concurrent;
using System.Threading.Channels;
using Tegument.Contracts.Link;

namespace Tegument.Silo.Host.Gateway.Link;

/// <summary>
/// What waits to be sent on one link: a bounded queue, and one place for the newest hint. Any thread posts, one takes.
/// </summary>
internal sealed class LinkOutbox
{
    private readonly ConcurrentQueue<LinkFrame> _frames = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private byte[]? _hint;

    /// <summary>False when the queue is full: the peer is slow.</summary>
    public bool Post(LinkFrame frame)
    {
        if (_frames.Count >= GatewayLimits.MaxWaitingFrames) return false;
        _frames.Enqueue(frame);
        _signal.Writer.TryWrite(true);
        return true;
    }

    /// <summary>Replaces a hint that has not left yet: only the newest position matters. Encoded, as it goes to every link alike.</summary>
    public void Hint(byte[] encoded)
    {
        Interlocked.Exchange(ref _hint, encoded);
        _signal.Writer.TryWrite(true);
    }

    /// <summary>What is next: a hint or a frame, never both.</summary>
    public async ValueTask<(byte[]? Hint, LinkFrame? Frame)> Take(CancellationToken cancel)
    {
        while (true)
        {
            if (Interlocked.Exchange(ref _hint, null) is { } hint) return (hint, null);
            if (_frames.TryDequeue(out var frame)) return (null, frame);
            await _signal.Reader.ReadAsync(cancel);
        }
    }
}
