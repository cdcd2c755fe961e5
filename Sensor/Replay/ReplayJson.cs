using System.Text.Json.Serialization;

namespace Tegument.Sensor.Replay;

/// <summary>The replay's JSON lines.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReplayAddress))]
[JsonSerializable(typeof(ReplayIncident))]
[JsonSerializable(typeof(ReplaySummaryLine))]
public sealed partial class ReplayJson : JsonSerializerContext;
