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

    /// <summary>The CSS variable of its colour.</summary>
    public static string Colour(PostureLevel level) => level switch
    {
        PostureLevel.Explore => "var(--p-explore)",
        PostureLevel.Balanced => "var(--p-balanced)",
        PostureLevel.Hardened => "var(--p-hardened)",
        _ => "var(--p-lockdown)",
    };
}
