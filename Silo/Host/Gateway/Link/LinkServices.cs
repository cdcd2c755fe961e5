using Orleans;
using Tegument.Silo.Host.Relay;
using Tegument.Silo.Ingest;

namespace Tegument.Silo.Host.Gateway.Link;

/// <summary>What every link works with.</summary>
public sealed record LinkServices(
    IGrainFactory Grains,
    EvidenceIngest Ingest,
    SetAside Aside,
    LinkRegistry Registry,
    LinkCounters Counters,
    EvidenceClock Clock,
    PullAnswers Answers,
    HintRelay Relay,
    PostureRelay Postures,
    IHostApplicationLifetime Lifetime,
    ILogger<HostLink> Log)
{
    /// <summary>For one frame to leave.</summary>
    public TimeSpan SendPatience { get; init; } = GatewayLimits.SendPatience;
}
