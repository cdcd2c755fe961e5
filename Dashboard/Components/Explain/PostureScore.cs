using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;

namespace Tegument.Dashboard.Components.Explain;

/// <summary>What a posture bans at.</summary>
public static class PostureScore
{
    /// <summary>Null when it never bans, or nobody said.</summary>
    public static double? Of(PostureScores? scores, PostureLevel level) => level switch
    {
        PostureLevel.Explore => scores?.Explore,
        PostureLevel.Balanced => scores?.Balanced,
        PostureLevel.Hardened => scores?.Hardened,
        _ => scores?.Lockdown,
    };
}
