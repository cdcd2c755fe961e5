using Orleans;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Live;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Wire;
using Tegument.Silo.Ingest;
using Tegument.Silo.Policy;
using Tegument.Silo.Posture;
using Tegument.Silo.Reputation;

namespace Tegument.Silo.Host.Gateway.Live;

/// <summary>
/// Looks at what the grains leave on their boards, four times a second, and tells what changed. Standings and evidence are this silo's own;
/// bans, posture and hosts are the fleet's.
/// </summary>
public sealed partial class LiveWatch(
    LiveHub hub,
    LiveBans bans,
    LiveAudit audit,
    IGrainFactory grains,
    PostureBoard posture,
    PolicyBoard policy,
    StandingChanges standings,
    EvidenceTally tally,
    TimeProvider time,
    ILogger<LiveWatch> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(0.25);
    private const int TicksPerEvidence = 4;
    private const int TicksPerHosts = 8;

    private readonly HostMoves _hosts = new();
    private readonly System.Diagnostics.Stopwatch _sinceEvidence = System.Diagnostics.Stopwatch.StartNew();
    private PostureSnapshot? _posture;
    private FleetPolicy? _policy;
    private bool _evidence;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(bans.Run(stoppingToken), audit.Run(stoppingToken), Watch(stoppingToken));

    private async Task Watch(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Period);
        for (var tick = 0; await timer.WaitForNextTickAsync(stopping); tick++)
        {
            try
            {
                TellPosture();
                TellPolicy();
                TellStandings();
                TellIncidents();
                if (tick % TicksPerEvidence == 0) TellEvidence();
                if (tick % TicksPerHosts == 0) await TellHosts();
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogBlind(e);
            }
        }
    }

    private void TellPosture()
    {
        var now = posture.Current;
        if (_posture is not null && now.Version != _posture.Version) hub.Publish(LiveTopic.Posture, now, LiveJson.Default.PostureSnapshot);
        _posture = now;
    }

    private void TellPolicy()
    {
        var now = policy.Current;
        if (_policy is not null && !ReferenceEquals(now, _policy)) hub.Publish(LiveTopic.Policy, new PolicyEvent(time.GetUtcNow()), LiveJson.Default.PolicyEvent);
        _policy = now;
    }

    private void TellStandings()
    {
        var (changes, more) = standings.Take();
        foreach (var c in changes)
            hub.Publish(LiveTopic.Standing, new StandingEvent(c.Key, c.Before, c.Standing, Math.Round(c.Score, 3), c.Reason, c.At), LiveJson.Default.StandingEvent);
        if (more > 0) hub.PublishMore(LiveTopic.Standing, more);
    }

    private void TellIncidents()
    {
        var (incidents, more) = tally.TakeIncidents();
        foreach (var (sensor, incident) in incidents) hub.Publish(LiveTopic.Incident, new IncidentEvent(sensor, incident), LiveJson.Default.IncidentEvent);
        if (more > 0) hub.PublishMore(LiveTopic.Incident, more);
    }

    private void TellEvidence()
    {
        var seconds = Math.Round(_sinceEvidence.Elapsed.TotalSeconds, 3);
        _sinceEvidence.Restart();
        var items = tally.TakeItems();
        if (items.Count > 0 || _evidence) hub.Publish(LiveTopic.Evidence, EventOf(seconds, items), LiveJson.Default.EvidenceEvent);
        _evidence = items.Count > 0;
    }

    private async Task TellHosts()
    {
        foreach (var move in _hosts.Look(await grains.GetGrain<IFleetGrain>(IFleetGrain.Key).Hosts())) hub.Publish(LiveTopic.Host, move, LiveJson.Default.HostEvent);
    }

    private static EvidenceEvent EventOf(double seconds, Dictionary<EvidenceKind, long> items) =>
        new(seconds, items.Values.Sum(), items.ToDictionary(pair => WireName.Of(pair.Key), pair => pair.Value));

    [LoggerMessage(EventId = 540, Level = LogLevel.Warning, Message = "Live events: the fleet could not be looked at; it is tried again")]
    private partial void LogBlind(Exception error);
}
