using System.Diagnostics;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Contracts.Link;

namespace Tegument.Benchmarks.Silo;

/// <summary>An executor without a kernel: pulls when it is hinted, one pull at a time, and says when it first held a ban.</summary>
public sealed class PullingExecutor : IAsyncDisposable
{
    private readonly TegumentLink _link;
    private readonly Task _reading;
    private LedgerPosition _position;
    private LedgerPosition? _hinted;
    private bool _pulling;
    private volatile Wanted? _wanted;

    private PullingExecutor(TegumentLink link)
    {
        _link = link;
        _position = link.Welcome.Position;
        _reading = link.ReceiveLoopAsync(Take);
    }

    public static async Task<PullingExecutor> Connect(SiloEndpoint silo, string host) =>
        new(await TegumentLink.ConnectAsync(silo, new HelloFrame(host, "bench", ["enforce"])));

    /// <summary>The timestamp at which a delta brought the ban. One wish at a time, before the ban is made.</summary>
    public Task<long> Sees(IpPrefix prefix)
    {
        var wanted = new Wanted(prefix, new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
        _wanted = wanted;
        return wanted.Seen.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        await ((Task)_reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private ValueTask Take(LinkFrame frame, CancellationToken cancel)
    {
        switch (frame)
        {
            case HintFrame hint:
                _hinted = hint.Position;
                break;
            case DeltaFrame { Delta: var delta }:
                _position = delta.Position;
                _pulling = false;
                if (_wanted is { } wanted && Array.Exists(delta.Entries, entry => entry.Prefix == wanted.Prefix)) wanted.Seen.TrySetResult(Stopwatch.GetTimestamp());
                break;
        }

        if (_pulling || _hinted is null || _hinted.Revision <= _position.Revision) return ValueTask.CompletedTask;
        _pulling = true;
        return new ValueTask(_link.SendAsync(new PullFrame(_position), cancel));
    }

    private sealed record Wanted(IpPrefix Prefix, TaskCompletionSource<long> Seen);
}
