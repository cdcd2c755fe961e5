namespace Tegument.Contracts.Api;

/// <summary>A token without its secret, which is shown once and stored nowhere.</summary>
/// <param name="Id">Names the token in lists, revocations and the audit log.</param>
/// <param name="Revoked">Null while it is valid. A one-time token ends by being used.</param>
/// <param name="Once">It opens one session of a person, and nothing else.</param>
/// <param name="Expires">Until when a one-time token must have been used; null for tokens without an end.</param>
public sealed record TokenView(
    string Id, string Name, TokenRole[] Roles, DateTimeOffset Created, DateTimeOffset? Revoked, bool Once = false, DateTimeOffset? Expires = null);
