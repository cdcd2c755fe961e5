using System.Text;

namespace Tegument.Contracts.Api;

/// <summary>The body of <c>POST /api/v1/users</c>.</summary>
/// <param name="Name">1 to 64 characters, unlike any other user's in whatever case.</param>
/// <param name="Password">12 to 200 characters.</param>
/// <param name="Role">Viewer, operator or admin.</param>
public sealed record UserCreate(string Name, string Password, TokenRole Role)
{
    public const int MaxNameLength = 64;
    public const int MinPasswordLength = 12;
    public const int MaxPasswordLength = 200;

    // Never print a secret.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Name = ").Append(Name).Append(", Role = ").Append(Role);
        return true;
    }
}
