using System.Text;

namespace Tegument.Contracts.Api;

/// <summary>A fresh session. <paramref name="Secret"/> is the bearer token of all its calls, and is shown this once.</summary>
public sealed record SessionCreated(SessionView Session, string Secret)
{
    // Never print the secret.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Session = ").Append(Session);
        return true;
    }
}
