using System.Text.Json.Serialization;
using Tegument.Contracts.Policy;

namespace Tegument.Contracts.Api;

/// <summary>An error as RFC 9457 problem details.</summary>
/// <param name="Field">The member or parameter to blame; null when no single one is.</param>
/// <param name="Faults">The bad lines of a file that was refused, at most 1,000; null for all other calls.</param>
/// <param name="PolicyFaults">Of a policy that was refused: everything wrong with it, with line and column.</param>
public sealed record ProblemReply(
    string? Type = null,
    string? Title = null,
    int? Status = null,
    string? Detail = null,
    string? Instance = null,
    string? Field = null,
    ImportFault[]? Faults = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PolicyFault[]? PolicyFaults = null)
{
    public const string MediaType = "application/problem+json";
}
