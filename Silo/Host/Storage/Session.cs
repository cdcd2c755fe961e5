using Tegument.Contracts.Api;

namespace Tegument.Silo.Host.Storage;

/// <summary>A signed-in person. Immutable.</summary>
/// <param name="User">The user's key; null when a token opened it.</param>
/// <param name="Token">The id of the token that opened it; null when a password did.</param>
/// <param name="Name">Of the user, or of the token.</param>
/// <param name="From">Where the person's browser is.</param>
/// <param name="Via">Where the call came from that opened it: the console's address, or <paramref name="From"/> itself.</param>
public sealed record Session(
    string Id, string? User, string? Token, string Name, TokenRole[] Roles, string From, string Via, DateTimeOffset Created, DateTimeOffset Expires)
{
    /// <summary>What bans, postures and the audit log call the person.</summary>
    public string Actor => Token is null ? Name : $"{Name} ({Token})";

    public SessionView View(bool firstRun) => new(Id, Name, Roles, Created, Expires, From, firstRun);
}
