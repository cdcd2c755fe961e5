namespace Tegument.Contracts.Api;

/// <summary>Sessions that have not ended, oldest first.</summary>
/// <param name="Dropped">Sessions that ended early since the silo started because there were too many.</param>
/// <param name="ForgottenTries">Addresses and names whose wrong tries were forgotten early since the silo started, because there were too many.</param>
public sealed record SessionList(SessionView[] Sessions, long Dropped = 0, long ForgottenTries = 0);
