using Tegument.Contracts.Api;

namespace Tegument.Silo.Host.Storage;

/// <summary>A person who signs in with name and password. Immutable.</summary>
/// <param name="Role">Viewer, operator or admin.</param>
public sealed record User(string Name, TokenRole Role, StoredPassword Password, DateTimeOffset Created, DateTimeOffset? LastSignIn)
{
    /// <summary>By which names are compared: their case tells nobody apart.</summary>
    public string Key => KeyOf(Name);

    public UserView View => new(Name, Role, Created, LastSignIn);

    public static string KeyOf(string name) => name.ToUpperInvariant();

    // A hash is no secret to boast with either.
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append("Name = ").Append(Name).Append(", Role = ").Append(Role);
        return true;
    }
}
