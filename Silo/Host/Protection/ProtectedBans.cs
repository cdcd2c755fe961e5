using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Silo.Bans;
using Tegument.Silo.Host.Storage;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Host.Protection;

/// <summary>
/// Lifts bans that cover an address which turned out to be protected later: the silo's, or one that a host reports. Each is audited. What
/// could not be lifted is tried again every few seconds. Remembers the addresses it has looked at, so it is bounded as the rules are.
/// </summary>
public sealed partial class ProtectedBans(
    IGrainFactory grains, BanOperations bans, ProtectionRules rules, AuditLog audit, TimeProvider time, ILogger<ProtectedBans> log) : BackgroundService
{
    private const string Actor = "tegument-silo";
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _wake = new(1); // Set: bans may stand from before this start.
    private readonly HashSet<IpKey> _clear = [];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        rules.AddressesChanged += Wake;
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        rules.AddressesChanged -= Wake;
        base.Dispose();
        _wake.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _wake.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            try
            {
                await Clear();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                LogOwed(e);
                await Task.Delay(RetryAfter, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Wake();
            }
        }
    }

    private void Wake() => _wake.Release();

    /// <summary>Looks at every address that was not protected the last time.</summary>
    private async Task Clear()
    {
        var addresses = rules.Addresses;
        _clear.IntersectWith(addresses);
        foreach (var address in addresses)
        {
            if (_clear.Contains(address)) continue;
            await Lift(address);
            _clear.Add(address);
        }
    }

    private async Task Lift(IpKey address)
    {
        var standing = await grains.GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key).List(new BanQuery(BanQuery.MaxLimit, Covering: address));
        foreach (var ban in standing.Bans)
        {
            // As the ledger would refuse it now.
            if (rules.Protects(ban.Prefix, bruteForce: true) is not { } rule) continue;
            var reason = $"protected: {rule}";
            var result = await bans.Unban(ban.Prefix, ban.Origin, Actor, reason);
            if (result.Lifted.Length > 0) await audit.Append(new AuditRecord(Actor, "local", "unban", ban.Prefix.ToString(), reason, Before: ban.Reason));
        }
    }

    [LoggerMessage(EventId = 715, Level = LogLevel.Warning, Message = "Bans of what is protected now could not all be lifted; it is tried again")]
    private partial void LogOwed(Exception error);
}
