namespace Tegument.Contracts.Api;

/// <summary>The body of <c>POST /api/v1/tokens</c>.</summary>
/// <param name="Name">1 to 64 characters; what the audit log calls whoever uses the token.</param>
/// <param name="Roles">One or more.</param>
public sealed record TokenCreate(string Name, TokenRole[] Roles)
{
    public const int MaxNameLength = 64;
}
