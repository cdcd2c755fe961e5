using System.Text;

namespace Tegument.Contracts.Api;

/// <summary>The body of <c>POST /api/v1/sessions</c>: either a name with its password, or a token.</summary>
/// <param name="Name">A user's.</param>
/// <param name="Token">A one-time sign-in token, or any valid token with the role viewer, operator or admin.</param>
/// <param name="From">
/// The browser's address as the console saw it. Believed only when the call itself bears a valid token with role viewer or more, as the
/// console's does; else the caller's own address counts.
/// </param>
public sealed record SessionCreate(string? Name = null, string? Password = null, string? Token = null, string? From = null)
{
    // Never print a secret: records are logged whole more easily than one thinks.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Name = ").Append(Name).Append(", From = ").Append(From);
        return true;
    }
}
