using Tegument.Contracts.Addresses;
using Tegument.Contracts.Posture;

namespace Tegument.Sensor.Replay;

/// <summary>What a replay was told.</summary>
/// <param name="Home">Networks that are ours: judged never to be banned.</param>
public sealed record ReplayOptions(string File, PostureLevel Posture, IpPrefix[] Home);
