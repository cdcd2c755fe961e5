using System.Text.Json;

namespace Tegument.Silo.Host.Storage;

/// <summary>
/// How grain states are written, in every storage. Names and enum names are part of the format; times keep their ticks. Members that a state
/// no longer has are skipped on reading, so that a state outlives its class's changes.
/// </summary>
public static class StateJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IncludeFields = true,
    };
}
