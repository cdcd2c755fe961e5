namespace Tegument.Contracts.Api;

/// <summary>A token without its secret, which is shown once and stored nowhere.</summary>
/// <param name="Id">Names the token in lists, revocations and the audit log.</param>
/// <param name="Revoked">Null while it is valid.</param>
public sealed record TokenView(string Id, string Name, TokenRole[] Roles, DateTimeOffset Created, DateTimeOffset? Revoked);
