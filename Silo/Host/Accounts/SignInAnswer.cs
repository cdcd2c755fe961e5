using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Accounts;

/// <summary>What became of a wish to sign in.</summary>
/// <param name="Secret">The session's, shown this once.</param>
/// <param name="Refusal">For the person; null when there is a session.</param>
/// <param name="Wait">More than zero when nothing was judged because of too many wrong tries.</param>
public sealed record SignInAnswer(Session? Session, string? Secret, string? Refusal, TimeSpan Wait)
{
    public static SignInAnswer Refused(string why) => new(null, null, why, TimeSpan.Zero);

    public static SignInAnswer Waiting(string why, TimeSpan wait) => new(null, null, why, wait);

    // Never print the secret.
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append("Session = ").Append(Session).Append(", Refusal = ").Append(Refusal);
        return true;
    }
}
