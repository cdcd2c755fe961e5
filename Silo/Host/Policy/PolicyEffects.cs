using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Silo.Bans;
using Tegument.Silo.Host.Storage;
using Tegument.Silo.Posture;

namespace Tegument.Silo.Host.Policy;

/// <summary>
/// Makes a changed policy true for those already judged: suspects are judged at once, automatic bans that it would not have made end, and
/// so does every ban of what it allows. What could not be done is owed, and tried again every few seconds. Safe on any thread.
/// </summary>
public sealed partial class PolicyEffects(
    IGrainFactory grains, PostureCoordinator coordinator, PostureBoard posture, BanOperations bans, AllowList allowed, AuditLog audit,
    ILogger<PolicyEffects> log) : BackgroundService
{
    private const string AllowReason = "the policy allows it now";
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SemaphoreSlim _wake = new(0);
    private volatile PolicyActor? _owed;

    public bool IsOwed => _owed is not null;

    /// <summary>To be done soon, on a thread of its own.</summary>
    public void Owe(PolicyActor who)
    {
        _owed = who;
        _wake.Release();
    }

    /// <summary>Never throws for a ledger or a reputation that cannot be reached: then it is owed. Answers what was done.</summary>
    public Task<(int Banned, int Ended)> Apply(PolicyActor who)
    {
        ArgumentNullException.ThrowIfNull(who);
        return Apply(who, () => _owed = who);
    }

    private async Task<(int Banned, int Ended)> Apply(PolicyActor who, Action begin)
    {
        await _turn.WaitAsync();
        try
        {
            begin();
            if (!ReferenceEquals(_owed, who)) return (0, 0); // Somebody did it meanwhile.
            var current = posture.Current;
            var effect = await coordinator.Apply(null, current with { SetBy = who.Actor, Reason = who.Reason });
            var lifted = await Lift(who);
            Interlocked.CompareExchange(ref _owed, null, who);
            return (effect.Banned, effect.Ended + lifted);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogOwed(e);
            return (0, 0);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        allowed.Renamed += AllowChanged;
        if (allowed.Current.Count > 0) AllowChanged(); // Bans of what was allowed while the silo was away.
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _wake.WaitAsync(IsOwed ? RetryAfter : Timeout.InfiniteTimeSpan, stoppingToken);
                if (_owed is { } who) await Apply(who, () => { });
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops; what is owed is found again at its start.
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        _wake.Dispose();
        base.Dispose();
    }

    private void AllowChanged() => Owe(new PolicyActor("tegument-silo", "local", "the allow list changed"));

    /// <summary>Bans that lie in what may not be banned. A wider ban that was made before stands: the hosts leave the allowed part of it alone.</summary>
    private async Task<int> Lift(PolicyActor who)
    {
        var ledger = grains.GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key);
        var count = 0;
        foreach (var network in allowed.Current.Select(network => network.Prefix).Distinct())
        {
            for (var page = await ledger.List(Within(network)); page.Bans.Length > 0; page = await ledger.List(Within(network)))
            {
                foreach (var ban in page.Bans)
                {
                    var result = await bans.Unban(ban.Prefix, ban.Origin, who.Actor, AllowReason);
                    if (result.Lifted.Length == 0) return count;
                    count += result.Lifted.Length;
                    await audit.Append(new AuditRecord(who.Actor, who.From, "unban", ban.Prefix.ToString(), AllowReason, Before: ban.Reason));
                }
            }
        }

        return count;
    }

    private static BanQuery Within(IpPrefix network) => new(Limit: 1000, Within: network);

    [LoggerMessage(EventId = 703, Level = LogLevel.Warning, Message = "The policy has not taken effect on all that was judged before; it is tried again")]
    private partial void LogOwed(Exception error);
}
