using Tegument.Contracts.Bans;

namespace Tegument.Sensor.Enforce;

/// <summary>One ban as the executor wants it. Mutable in place inside <see cref="DesiredBans"/>.</summary>
public struct DesiredBan
{
    /// <summary>On the <see cref="EnforcementClock"/>.</summary>
    public long DeadlineMs;

    /// <summary>Packets that the kernel's element had counted at the last read-back.</summary>
    public long Packets;

    /// <summary>Number of the last read-back that found it.</summary>
    public int Proof;

    /// <summary>Number of the last snapshot that named it.</summary>
    public int Snapshot;

    public int Shard;

    public BanOrigin Origin;

    public BanState State;
}
