namespace Tegument.Contracts.Api;

/// <summary>Who a bearer is: a signed-in person, or a plain token.</summary>
/// <param name="Id">Names the session (or the token) in lists and the audit log.</param>
/// <param name="Name">Of the user, or of the token.</param>
/// <param name="Expires">The end of time for a token that has no end.</param>
/// <param name="From">Where the person signed in from; of a plain token, where this call comes from.</param>
/// <param name="FirstRun">No user exists yet.</param>
public sealed record SessionView(
    string Id, string Name, TokenRole[] Roles, DateTimeOffset Created, DateTimeOffset Expires, string From, bool FirstRun)
{
    /// <summary>How long a session lasts, however much it is used.</summary>
    public const double LifetimeHours = 12;
}
