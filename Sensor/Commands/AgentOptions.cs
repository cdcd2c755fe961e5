using Tegument.Contracts.Client;
using Tegument.Sensor.Capture.Filters;

namespace Tegument.Sensor.Commands;

/// <summary>What the host agent was told.</summary>
/// <param name="Sense">Read packets.</param>
/// <param name="Enforce">Hold bans; in the kernel only when <paramref name="Enforcing"/>.</param>
/// <param name="Enforcing">False observes only.</param>
/// <param name="Again">Started again after an end that nobody wished: an observe-only marker holds.</param>
/// <param name="Filter">Only packets that pass it are seen; null for all.</param>
/// <param name="Threads">Capture threads, at least 1.</param>
/// <param name="AgentPort">The local agent API's port; 0 for none.</param>
public sealed record AgentOptions(
    string Name, DataDirectory Data, SiloEndpoint Silo, string[] Interfaces, bool Sense, bool Enforce, bool Enforcing, bool Again, int AgentPort, bool AgentOpen,
    CaptureFilter? Filter = null, int Threads = 1)
{
    /// <summary>eve.json files of a Suricata on this host, whose alerts are evidence.</summary>
    public string[] Eve { get; init; } = [];
}
