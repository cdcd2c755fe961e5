using System.Text;

namespace Tegument.Contracts.Api;

/// <summary>The body of <c>PUT /api/v1/users/{name}</c>: another password, another role, or both. Ends the user's sessions.</summary>
/// <param name="Reason">1 to 500 characters.</param>
/// <param name="Password">12 to 200 characters; null leaves it.</param>
/// <param name="Role">Viewer, operator or admin; null leaves it.</param>
public sealed record UserChange(string Reason, string? Password = null, TokenRole? Role = null)
{
    // Never print a secret.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Reason = ").Append(Reason).Append(", Role = ").Append(Role);
        return true;
    }
}
