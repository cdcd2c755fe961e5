using Tegument.Contracts.Client;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Link;

namespace Tegument.Gateway.Tests.Support;

/// <summary>A host's side of a conversation: says a thing and waits for the frame that answers it.</summary>
public static class LinkTalk
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<TFrame> Next<TFrame>(this TegumentLink link, Func<TFrame, bool>? wanted = null) where TFrame : LinkFrame
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var frame = await link.ReceiveAsync(patience.Token);
            frame.ShouldNotBeNull($"the silo closed the link before it sent a {typeof(TFrame).Name}");
            if (frame is TFrame found && wanted?.Invoke(found) != false) return found;
        }
    }

    public static async Task<AckFrame> Deliver(this TegumentLink link, EvidenceBatch batch)
    {
        await link.SendAsync(new BatchFrame(batch));
        return await link.Next<AckFrame>(ack => ack.Sequence == batch.Sequence);
    }

    /// <summary>Reads until the silo closes.</summary>
    public static async Task<List<LinkFrame>> Rest(this TegumentLink link)
    {
        using var patience = new CancellationTokenSource(Patience);
        var frames = new List<LinkFrame>();
        while (await link.ReceiveAsync(patience.Token) is { } frame) frames.Add(frame);
        return frames;
    }
}
