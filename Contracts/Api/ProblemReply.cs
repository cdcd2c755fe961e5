namespace Tegument.Contracts.Api;

/// <summary>An error as RFC 9457 problem details.</summary>
/// <param name="Field">The member or parameter to blame; null when no single one is.</param>
public sealed record ProblemReply(
    string? Type = null,
    string? Title = null,
    int? Status = null,
    string? Detail = null,
    string? Instance = null,
    string? Field = null)
{
    public const string MediaType = "application/problem+json";
}
