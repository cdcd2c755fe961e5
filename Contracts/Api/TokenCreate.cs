namespace Tegument.Contracts.Api;

/// <summary>The body of <c>POST /api/v1/tokens</c>.</summary>
/// <param name="Name">1 to 64 characters; what the audit log calls whoever uses the token.</param>
/// <param name="Roles">One or more.</param>
/// <param name="Once">A one-time sign-in token: it opens one session of a person, and nothing else. Roles viewer, operator and admin only.</param>
/// <param name="TtlSeconds">Until when a one-time token must have been used: a second to a week; an hour when absent. Others have no end.</param>
public sealed record TokenCreate(string Name, TokenRole[] Roles, bool Once = false, double? TtlSeconds = null)
{
    public const int MaxNameLength = 64;
    public const double DefaultTtlSeconds = 3600;
    public const double MaxTtlSeconds = 7 * 24 * 3600;
}
