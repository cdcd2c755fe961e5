using Tegument.Contracts.Addresses;
using Tegument.Contracts.Posture;
using Tegument.Sensor.Capture.Filters;

namespace Tegument.Sensor.Replay;

/// <summary>What a replay was told.</summary>
/// <param name="Home">Networks that are ours: judged never to be banned.</param>
/// <param name="Filter">Only packets that pass it are judged; null for all.</param>
/// <param name="Policy">The policy file to judge by; null for the shipped policy.</param>
public sealed record ReplayOptions(string File, PostureLevel Posture, IpPrefix[] Home, CaptureFilter? Filter = null, string? Policy = null);
