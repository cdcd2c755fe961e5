using Tegument.Contracts.Fleet;
using Tegument.Contracts.Link;
using Tegument.Contracts.Posture;
using Tegument.Silo.Host.Gateway.Link;
using Tegument.Silo.Posture;

namespace Tegument.Silo.Host.Relay;

/// <summary>
/// Tells executors of postures: at once when this silo's board changes, in every welcome, and again whenever a heartbeat shows that a host
/// stands at another order. So a lost push costs a heartbeat. Safe on any thread.
/// </summary>
public sealed class PostureRelay : IHostedService
{
    /// <summary>Heartbeats come in hundreds a second; the lists change seldom.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly PostureBoard _board;
    private readonly LockdownOrders _orders;
    private readonly LinkRegistry _links;
    private readonly TimeProvider _time;
    private volatile Made? _made;

    public PostureRelay(PostureBoard board, LockdownOrders orders, LinkRegistry links, TimeProvider time)
    {
        _board = board;
        _orders = orders;
        _links = links;
        _time = time;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _board.Changed += Push;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _board.Changed -= Push;
        return Task.CompletedTask;
    }

    /// <summary>What an executor is told in this posture; null opens.</summary>
    public LockdownOrder? Order(PostureSnapshot posture)
    {
        var made = _made;
        if (made is null || made.Posture != posture || _time.GetElapsedTime(made.At) > Fresh)
            _made = made = new Made(posture, _orders.For(posture, _links.Peers()), _time.GetTimestamp());
        return made.Order is null ? null : _orders.At(posture, made.Order);
    }

    /// <summary>What to tell a host whose heartbeat shows that it stands elsewhere; null when it does not, or has no executor.</summary>
    public PostureFrame? Correct(HostReport report)
    {
        if (report.Lockdown is not { } lockdown) return null;
        var posture = _board.Current;
        var order = Order(posture);
        return LockdownOrders.IsBehind(lockdown, order) ? new PostureFrame(posture, order) : null;
    }

    private void Push(PostureSnapshot posture) => _links.Tell(new PostureFrame(posture, Order(posture)));

    private sealed record Made(PostureSnapshot Posture, LockdownOrder? Order, long At);
}
