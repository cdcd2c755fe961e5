using System.Diagnostics;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Link;
using Tegument.Contracts.Posture;

namespace Tegument.Tests.Scene;

/// <summary>
/// A host of the scene: a real link to a real silo, heartbeats every two seconds, pulls after hints, evidence when told to. Its kernel and its
/// packets are made up; everything behind the link is not. Told from one thread; runs on its own.
/// </summary>
public sealed class PlayedHost : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _end = new();
    private readonly SiloEndpoint _silo;
    private readonly string _start = Guid.NewGuid().ToString("N");
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly HashSet<IpPrefix> _held = [];
    private readonly Lock _gate = new();
    private TegumentLink? _link;
    private Task _running = Task.CompletedTask;
    private long _sequence, _acked, _incident;
    private LedgerPosition? _applied;
    private LockdownReport _lockdown = LockdownReport.Off;
    private double _packets, _dropped;

    public PlayedHost(SiloEndpoint silo, string name) => (_silo, Name) = (silo, name);

    public string Name { get; }

    /// <summary>Packets a second that its sensor claims to see.</summary>
    public double PacketsPerSecond { get; set; } = 1000;

    /// <summary>Of which bans drop so many.</summary>
    public double DroppedPerSecond { get; set; }

    public bool Enforcing { get; set; } = true;

    /// <summary>Why its executor is stale; null for well. A stale one applies nothing more.</summary>
    public string? Stale { get; set; }

    /// <summary>It was disposed: the fleet goes on without it.</summary>
    public bool IsGone { get; private set; }

    public long Acknowledged => Interlocked.Read(ref _acked);

    public async Task StartAsync(CancellationToken cancel = default)
    {
        _link = await TegumentLink.ConnectAsync(_silo, new HelloFrame(Name, "0.1.0", ["sense", "enforce"], Report()), cancel);
        Order(_link.Welcome.Lockdown);
        await _link.SendAsync(new PullFrame(null), cancel);
        _running = Task.WhenAll(ReadAsync(_link, _end.Token), BeatAsync(_link, _end.Token));
    }

    /// <summary>Tells evidence; returns when it is sent, not when it is acknowledged.</summary>
    public Task TellAsync(EvidenceItem[] items, params VictimIncident[] incidents) =>
        (_link ?? throw new InvalidOperationException("not started")).SendAsync(
            new BatchFrame(new EvidenceBatch(Name, _start, Interlocked.Increment(ref _sequence), items, incidents)), _end.Token);

    /// <summary>One item of a fresh incident, now.</summary>
    public EvidenceItem Item(string source, EvidenceKind kind, string technique, long count, int ports = 0, int targets = 1, bool verified = true, byte severity = 0, string? sample = null, int[]? topPorts = null)
    {
        var now = DateTimeOffset.UtcNow;
        return new EvidenceItem(IpKey.Parse(source), kind, technique, Interlocked.Increment(ref _incident), count, ports, targets, now - TimeSpan.FromSeconds(3), now, verified, severity, Sample: sample, TopPorts: topPorts);
    }

    public async ValueTask DisposeAsync()
    {
        if (IsGone) return;
        IsGone = true;
        await _end.CancelAsync();
        if (_link is not null) await _link.DisposeAsync();
        try
        {
            await _running;
        }
        catch (Exception e) when (e is OperationCanceledException or SiloUnreachableException or ObjectDisposedException)
        {
            // The link is gone, as was wanted.
        }

        _end.Dispose();
    }

    private async Task BeatAsync(TegumentLink link, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Beat);
        while (await timer.WaitForNextTickAsync(stop)) await link.SendAsync(new HeartbeatFrame(Report()), stop);
    }

    private Task ReadAsync(TegumentLink link, CancellationToken stop) => link.ReceiveLoopAsync(async (frame, cancel) =>
    {
        switch (frame)
        {
            case AckFrame:
                Interlocked.Increment(ref _acked);
                break;
            case HintFrame when Stale is null:
                await link.SendAsync(new PullFrame(_applied), cancel);
                break;
            case DeltaFrame delta:
                Apply(delta.Delta);
                if (Stale is null) await link.SendAsync(new HeartbeatFrame(Report()), cancel);
                break;
            case PostureFrame posture:
                Order(posture.Lockdown);
                await link.SendAsync(new HeartbeatFrame(Report()), cancel);
                break;
        }
    }, stop);

    private void Order(LockdownOrder? order) => _lockdown = order is null ? LockdownReport.Off
        : new LockdownReport(order.Confirmed ? LockdownPhase.Confirmed : LockdownPhase.Armed, order.Id, order.Lists, order.SecondsLeft);

    private void Apply(BanDelta delta)
    {
        lock (_gate)
        {
            if (delta.IsSnapshot) _held.Clear();
            foreach (var entry in delta.Entries)
            {
                if (entry.SecondsLeft > 0) _held.Add(entry.Prefix);
                else _held.Remove(entry.Prefix);
            }

            _applied = delta.Position;
        }
    }

    private HostReport Report()
    {
        lock (_gate)
        {
            var seconds = _clock.Elapsed.TotalSeconds;
            _clock.Restart();
            _packets += PacketsPerSecond * seconds * (0.92 + 0.16 * Random.Shared.NextDouble());
            _dropped += DroppedPerSecond * seconds * (0.9 + 0.2 * Random.Shared.NextDouble());
            long held = _held.Count;
            return new HostReport(
                Name, "0.1.0", ["sense", "enforce"], ["eth0"], Enforcing, "nftables", _applied, held, Stale is null ? held : Math.Max(0, held - 3), Stale,
                (long)_packets, 0, 0, 0, (long)_dropped, Protection.None, 0, _lockdown);
        }
    }
}
