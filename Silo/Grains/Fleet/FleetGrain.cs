using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Fleet;
using Tegument.Silo.Policy;
using Tegument.Silo.Protection;
using Tegument.Silo.Qualia;
using HostProtection = Tegument.Contracts.Fleet.Protection;

namespace Tegument.Silo.Fleet;

/// <summary>
/// Knows the hosts and the fleet's recent incidents. Hosts are stored at most every <see cref="StoreEvery"/> and on deactivation: a crash
/// costs what the next heartbeat brings back. What hosts protect goes to this silo's rules at once.
/// </summary>
[GrainType("fleet"), KeepAlive]
public sealed partial class FleetGrain(
    [PersistentState("fleet", StateStorage.Name)] IPersistentState<FleetState> store,
    ProtectionRules protection,
    PolicyBoard policy,
    QualiaTally tally,
    TimeProvider time,
    ILogger<FleetGrain> log) : Grain, IFleetGrain
{
    /// <summary>A host is online while its last heartbeat is not older.</summary>
    public static readonly TimeSpan OnlineWithin = TimeSpan.FromSeconds(15);

    /// <summary>A host silent for this long makes room when the fleet is full.</summary>
    public static readonly TimeSpan ForgetAfter = TimeSpan.FromDays(30);

    private static readonly TimeSpan StoreEvery = TimeSpan.FromSeconds(10);

    private readonly IncidentLog _incidents = new();
    private readonly FleetLoads _loads = new();
    private bool _unsaved;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var host in store.State.Hosts.Values) protection.Report(host.Report.Host, AtRest(host.Report.Protection));
        this.RegisterGrainTimer(Save, new GrainTimerCreationOptions(StoreEvery, StoreEvery));
        return Task.CompletedTask;
    }

    /// <exception cref="ArgumentException">The report makes no sense; the message names the field.</exception>
    public Task<bool> Heartbeat(HostReport report)
    {
        if (HostCheck.Refuse(report) is { } refusal) throw new ArgumentException(refusal);
        var hosts = store.State.Hosts;
        if (!hosts.ContainsKey(report.Host) && hosts.Count >= FleetState.MaxHosts && !Forget(hosts))
        {
            LogFull(report.Host, hosts.Count);
            return Task.FromResult(false);
        }

        var now = time.GetUtcNow();
        hosts[report.Host] = new HostRecord(report, now, _loads.Report(report, hosts.GetValueOrDefault(report.Host)?.Usual, now));
        _unsaved = true;
        protection.Report(report.Host, report.Protection);
        return Task.FromResult(true);
    }

    public Task<HostStatus[]> Hosts()
    {
        var now = time.GetUtcNow();
        var hosts = store.State.Hosts.Values
            .OrderBy(host => host.Report.Host, StringComparer.Ordinal)
            .Select(host => _loads.WithRates(StatusOf(host, now)));
        return Task.FromResult(hosts.ToArray());
    }

    public Task Record(string sensor, string start, VictimIncident[] incidents)
    {
        ArgumentNullException.ThrowIfNull(incidents);
        var now = time.GetUtcNow();
        foreach (var incident in incidents)
        {
            if (!_incidents.Record(sensor, start, incident, now)) continue;
            tally.Suffered(sensor, incident.Kind, incident.Technique, VictimWeight.Of(policy.Reputation.Weights, incident.Kind));
        }

        return Task.CompletedTask;
    }

    public Task<VictimIncident[]> RecentIncidents(int limit) => Task.FromResult(_incidents.Newest(Math.Clamp(limit, 0, IncidentLog.Capacity)));

    public Task<FleetPulse> Pulse(LedgerPosition? due)
    {
        var now = time.GetUtcNow();
        return Task.FromResult(_loads.Pulse(store.State.Hosts.Values.Select(host => StatusOf(host, now)), due, now));
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Save();

    private async Task Save()
    {
        EndSessionsOfTheSilent();
        if (!_unsaved) return;
        _unsaved = false;
        try
        {
            await store.WriteStateAsync();
        }
        catch (Exception error)
        {
            _unsaved = true;
            LogNotStored(error);
        }
    }

    /// <summary>A session is as fresh as the heartbeat that told of it; a host's addresses stay its own.</summary>
    private void EndSessionsOfTheSilent()
    {
        var now = time.GetUtcNow();
        foreach (var host in store.State.Hosts.Values)
        {
            if (!StatusOf(host, now).Online) protection.Report(host.Report.Host, AtRest(host.Report.Protection));
        }
    }

    private bool Forget(Dictionary<string, HostRecord> hosts)
    {
        var oldest = hosts.Values.MinBy(host => host.LastSeen);
        if (oldest is null || time.GetUtcNow() - oldest.LastSeen < ForgetAfter) return false;
        protection.Report(oldest.Report.Host, HostProtection.None);
        _loads.Forget(oldest.Report.Host);
        return hosts.Remove(oldest.Report.Host);
    }

    private static HostProtection AtRest(HostProtection protection) => protection.Sessions.Length == 0 ? protection : protection with { Sessions = [] };

    private static HostStatus StatusOf(HostRecord host, DateTimeOffset now)
    {
        var lag = now > host.LastSeen ? now - host.LastSeen : TimeSpan.Zero;
        return new HostStatus(host.Report, host.LastSeen, lag.TotalSeconds, lag <= OnlineWithin);
    }

    [LoggerMessage(EventId = 500, Level = LogLevel.Error, Message = "Host {Host} was refused: the fleet is full ({Hosts} hosts)")]
    private partial void LogFull(string host, int hosts);

    [LoggerMessage(EventId = 501, Level = LogLevel.Warning, Message = "The hosts could not be stored; it is tried again")]
    private partial void LogNotStored(Exception error);
}
