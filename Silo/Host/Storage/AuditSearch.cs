namespace Tegument.Silo.Host.Storage;

/// <summary>Which entries of the audit log; what is null does not matter.</summary>
/// <param name="Actor">The actor holds this, without regard to case.</param>
/// <param name="Actions">Any of these.</param>
/// <param name="Subject">Exactly this address, host or token.</param>
/// <param name="Text">Subject, reason, outcome, before or after holds this, without regard to case (of ASCII letters).</param>
/// <param name="Since">At this time or later.</param>
/// <param name="Until">Before this time.</param>
public sealed record AuditSearch(
    string? Actor = null, string[]? Actions = null, string? Subject = null, string? Text = null, DateTimeOffset? Since = null, DateTimeOffset? Until = null)
{
    public const int MaxText = 100;

    public static readonly AuditSearch All = new();
}
