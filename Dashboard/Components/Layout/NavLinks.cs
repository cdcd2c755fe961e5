namespace Tegument.Dashboard.Components.Layout;

/// <summary>The console's pages as the rail, the palette and the shortcuts know them.</summary>
/// <param name="Path">Relative to the base.</param>
/// <param name="Icon">A symbol of the sprite; null is the posture's ring.</param>
/// <param name="Key">After "g" it opens the page.</param>
/// <param name="Role">Who may see it; null for everybody.</param>
public sealed record NavLinkTo(string Path, string Name, string? Icon, string Key, string? Role = null);

public static class NavLinks
{
    public static readonly IReadOnlyList<NavLinkTo> See =
    [
        new("", "Overview", "overview", "o"), new("bans", "Bans", "bans", "b"), new("address", "Address", "address", "a"),
        new("hosts", "Hosts", "hosts", "h"), new("detections", "Detections", "detect", "d"),
    ];

    public static readonly IReadOnlyList<NavLinkTo> Act =
    [
        new("posture", "Posture", null, "p"), new("policy", "Policy", "policy", "y"), new("audit", "Audit", "audit", "u", Access.Roles.Admin),
    ];
}
