using Tegument.Contracts.Api;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Qualia;

namespace Tegument.Dashboard.Live;

/// <summary>
/// What the console knows of the fleet at one moment; the same object for every circuit. Immutable. What has not been heard yet is null or empty.
/// </summary>
public sealed record FleetView
{
    public static readonly FleetView Nothing = new();

    /// <summary>Grows by one with each change.</summary>
    public long Version { get; init; }

    public LinkState Link { get; init; }

    /// <summary>When something was last heard of the silo, by the console's clock.</summary>
    public DateTimeOffset? Heard { get; init; }

    /// <summary>Why the link is down, in a line; null while it is up.</summary>
    public string? Trouble { get; init; }

    public StatusReply? Status { get; init; }

    public PostureSnapshot? Posture { get; init; }

    public QualiaSnapshot? Qualia { get; init; }

    /// <summary>The last 15 minutes by the second, oldest first; seconds that nobody told of are absent.</summary>
    public IReadOnlyList<TracePoint> Trace { get; init; } = [];

    public IReadOnlyList<HostStatus> Hosts { get; init; } = [];

    /// <summary>What each host's sensor saw in the last 15 minutes, by host name; filled from when the console started.</summary>
    public IReadOnlyDictionary<string, HostLoad> Loads { get; init; } = new Dictionary<string, HostLoad>();

    /// <summary>Newest first, a line per source, at most <see cref="FeedBook.MaxLines"/>.</summary>
    public IReadOnlyList<FeedLine> Feed { get; init; } = [];

    /// <summary>Not null while an attack is under way.</summary>
    public AttackView? Attack { get; init; }

    /// <summary>The worst of the last 15 minutes.</summary>
    public AttackerList? Attackers { get; init; }

    /// <summary>The ports aimed at most in the last 15 minutes.</summary>
    public TargetList? Targets { get; init; }

    /// <summary>Postures of the last changes, newest first.</summary>
    public IReadOnlyList<PosturePeriod> Postures { get; init; } = [];

    /// <summary>The score that bans under each posture, in their order, null for never; empty before it was heard.</summary>
    public IReadOnlyList<double?> Thresholds { get; init; } = [];

    /// <summary>The last 24 hours in steps of an hour, oldest first.</summary>
    public IReadOnlyList<QualiaPoint> Hours { get; init; } = [];

    /// <summary>What a screen reader is told: bans by people, posture changes, attacks that begin and end. Grows; the last few.</summary>
    public IReadOnlyList<Announcement> Announcements { get; init; } = [];

    public PostureLevel Level => Posture?.Level ?? PostureLevel.Balanced;

    /// <summary>No host that is online closes its kernel to anybody.</summary>
    public bool Observing => Status is { Totals: { Online: > 0, Enforcing: 0 } };

    public bool IsLive => Link == LinkState.Live;

    public FleetTotals Totals => Status?.Totals ?? new FleetTotals(0, 0, 0, 0, 0, 0);
}
