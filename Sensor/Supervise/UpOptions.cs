using Tegument.Contracts.Posture;
using Tegument.Sensor.Capture.Filters;
using Tegument.Sensor.Commands;

namespace Tegument.Sensor.Supervise;

/// <summary>What <c>up</c> was told.</summary>
/// <param name="Listen">The silo's address.</param>
/// <param name="AgentPort">0 switches the local agent API off.</param>
/// <param name="Filter">What the agent is to look at; null for all.</param>
/// <param name="Threads">The agent's capture threads.</param>
public sealed record UpOptions(
    DataDirectory Data, string[] Interfaces, PostureLevel? Posture, bool Enforce, Uri Listen, int AgentPort, bool AgentOpen, CaptureFilter? Filter = null, int Threads = 1)
{
    /// <summary>eve.json files that the agent follows.</summary>
    public string[] Eve { get; init; } = [];

    /// <summary>The web console's port on localhost; 0 for none.</summary>
    public int ConsolePort { get; init; } = DataDirectory.DefaultConsolePort;

    /// <summary>The silo's policy file; null for the data directory's own.</summary>
    public string? Policy { get; init; }
}
