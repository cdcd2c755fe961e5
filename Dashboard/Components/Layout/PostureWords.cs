using System.Globalization;
using Tegument.Contracts.Posture;

namespace Tegument.Dashboard.Components.Layout;

/// <summary>What the postures are called and drawn as.</summary>
public static class PostureWords
{
    public static string Upper(PostureLevel level) => level switch
    {
        PostureLevel.Explore => "EXPLORE",
        PostureLevel.Balanced => "BALANCED",
        PostureLevel.Hardened => "HARDENED",
        _ => "LOCKDOWN",
    };

    /// <summary>The symbol of <see cref="IconSprite"/>.</summary>
    public static string Symbol(PostureLevel level) => level switch
    {
        PostureLevel.Explore => "p-explore",
        PostureLevel.Balanced => "p-balanced",
        PostureLevel.Hardened => "p-hardened",
        _ => "p-lockdown",
    };

    /// <summary>What it does, in five words.</summary>
    /// <param name="thresholds">As in <see cref="Live.FleetView.Thresholds"/>; empty while unknown.</param>
    public static string Effect(PostureLevel level, IReadOnlyList<double?> thresholds)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        if (thresholds.Count <= (int)level) return level == PostureLevel.Explore ? "watch, ban nobody" : "…";
        return (level, thresholds[(int)level]) switch
        {
            (PostureLevel.Lockdown, { } score) => $"ban at {Number(score)}, close inbound",
            (PostureLevel.Lockdown, null) => "ban nobody, close inbound",
            (_, { } score) => $"ban at score {Number(score)}",
            _ => "watch, ban nobody",
        };
    }

    public static string Number(double score) => score.ToString("#,0.##", CultureInfo.InvariantCulture);

    /// <summary>The CSS variable of its colour.</summary>
    public static string Colour(PostureLevel level) => level switch
    {
        PostureLevel.Explore => "var(--p-explore)",
        PostureLevel.Balanced => "var(--p-balanced)",
        PostureLevel.Hardened => "var(--p-hardened)",
        _ => "var(--p-lockdown)",
    };
}
