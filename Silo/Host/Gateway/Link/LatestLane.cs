using System.Threading.Channels;

namespace Tegument.Silo.Host.Gateway.Link;

/// <summary>Work where only the newest wish matters: a wish that waits is replaced by the next one. Any thread puts, one runs.</summary>
internal sealed class LatestLane<T>(Func<T, CancellationToken, Task> work)
    where T : class
{
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private T? _newest;

    public void Put(T wish)
    {
        Interlocked.Exchange(ref _newest, wish);
        _signal.Writer.TryWrite(true);
    }

    public async Task Run(CancellationToken cancel)
    {
        await foreach (var _ in _signal.Reader.ReadAllAsync(cancel))
        {
            if (Interlocked.Exchange(ref _newest, null) is { } wish) await work(wish, cancel);
        }
    }
}
