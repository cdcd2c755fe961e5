namespace Tegument.Silo.Policy;

/// <summary>
/// All that a user can set in the policy file, a member per section, with the shipped defaults. Immutable; checked once by
/// <see cref="Validate"/>, and trusted by whoever reads it.
/// </summary>
public sealed record FleetPolicy
{
    public const int MaxFeeds = 100;

    public static readonly FleetPolicy Default = new();

    /// <summary>What decides a standing and a ban.</summary>
    public ReputationPolicy Reputation { get; init; } = ReputationPolicy.Default;

    /// <summary>When a network is banned because many of its members are.</summary>
    public AggregationPolicy Aggregation { get; init; } = new();

    /// <summary>Who is never banned.</summary>
    public NetworksPolicy Networks { get; init; } = new();

    /// <summary>How the posture follows the qualia.</summary>
    public AdaptivePolicy Adaptive { get; init; } = new();

    /// <summary>Block lists to subscribe to.</summary>
    public FeedSource[] Feeds { get; init; } = [];

    /// <summary>How much evidence is kept for simulations.</summary>
    public RecordingPolicy Recording { get; init; } = new();

    /// <summary>What a lockdown lets through, and its dead-man's switch.</summary>
    public LockdownPolicy Lockdown { get; init; } = LockdownPolicy.Default;

    /// <summary>Null when the policy makes sense; otherwise one line that begins with the field's path ("reputation.halfLife: ...").</summary>
    public string? Validate() =>
        In("reputation", Reputation.Validate())
        ?? In("aggregation", Aggregation.Validate())
        ?? In("networks", Networks.Validate())
        ?? In("adaptive", Adaptive.Validate())
        ?? In("recording", Recording.Validate())
        ?? In("lockdown", Lockdown.Validate())
        ?? FeedFault();

    private string? FeedFault()
    {
        if (Feeds.Length > MaxFeeds) return $"feeds: at most {MaxFeeds}";
        for (var i = 0; i < Feeds.Length; i++)
        {
            if (Feeds[i].Validate() is { } fault) return $"feeds[{i}].{fault}";
            if (Array.FindIndex(Feeds, feed => feed.Name == Feeds[i].Name) < i) return $"feeds[{i}].name: '{Feeds[i].Name}' is another list's already";
        }

        return null;
    }

    private static string? In(string section, string? fault) => fault is null ? null : $"{section}.{fault}";
}
