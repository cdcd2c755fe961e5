namespace Tegument.Contracts.Api;

/// <summary>The body of <c>PUT /api/v1/session/password</c>: the signed-in person's own.</summary>
/// <param name="Current">As it is, so that a browser left open does not suffice.</param>
/// <param name="Next">12 to 200 characters.</param>
public sealed record PasswordChange(string Current, string Next)
{
    // Never print a secret.
    private bool PrintMembers(System.Text.StringBuilder builder) => false;
}
