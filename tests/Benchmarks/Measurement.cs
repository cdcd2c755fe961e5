using System.Text.Json.Serialization;

namespace Tegument.Benchmarks;

/// <summary>One line of the bench: what was measured, against what, and the budget.</summary>
/// <param name="Ratio">Ours over the peer's or the limit's, in the same run; null when the peer is not installed.</param>
/// <param name="Budget">For people: ">= 0.5 x".</param>
/// <param name="Met">Null when it could not be measured.</param>
public sealed record Measurement(string What, string Ours, string Against, double? Ratio, string Budget, bool? Met);

/// <summary>The bench's JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Measurement))]
public sealed partial class MeasurementJson : JsonSerializerContext;
