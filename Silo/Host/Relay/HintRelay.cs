using Orleans;
using Tegument.Contracts.Bans;
using Tegument.Silo.Host.Gateway.Link;
using Tegument.Silo.Host.Gateway.Live;

namespace Tegument.Silo.Host.Relay;

/// <summary>
/// The process's one observer of the ledger: renews its subscription, and hands each move to every executor's link and to those who watch live. The subscription's own
/// answer is a hint as well, so that a lost notification is made good with the next renewal.
/// </summary>
public sealed partial class HintRelay : BackgroundService, IBanObserver
{
    /// <summary>The ledger forgets an observer after three minutes.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(20);

    private readonly IGrainFactory _grains;
    private readonly LinkRegistry _links;
    private readonly LiveBans _live;
    private readonly PullAnswers _answers;
    private readonly ILogger<HintRelay> _log;
    private readonly LatestLane<LedgerPosition> _moves;
    private IBanObserver? _reference;

    public HintRelay(IGrainFactory grains, LinkRegistry links, LiveBans live, PullAnswers answers, ILogger<HintRelay> log)
    {
        _grains = grains;
        _links = links;
        _live = live;
        _answers = answers;
        _log = log;
        _moves = new LatestLane<LedgerPosition>((position, _) =>
        {
            _links.Hint(position);
            _live.Moved(position);
            return Task.CompletedTask;
        });
    }

    public void Moved(LedgerPosition position)
    {
        _answers.Moved();
        _moves.Put(position);
    }

    /// <summary>Where the ledger stands; from then on, every move is relayed.</summary>
    public async Task<LedgerPosition> Position()
    {
        var reference = LazyInitializer.EnsureInitialized(ref _reference, () => _grains.CreateObjectReference<IBanObserver>(this));
        var position = await _grains.GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key).Subscribe(reference);
        _live.Begin(position);
        return position;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_moves.Run(stoppingToken), Renew(stoppingToken));

    private async Task Renew(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                Moved(await Position());
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogNotRenewed(e);
            }

            await Task.Delay(Renewal, stopping);
        }
    }

    [LoggerMessage(EventId = 530, Level = LogLevel.Warning, Message = "The ledger's observer could not be renewed; executors pull by their slow poll meanwhile")]
    private partial void LogNotRenewed(Exception error);
}
