using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tegument.Contracts.Wire;

/// <summary>Enums cross the wire as kebab-case names; numbers are refused, since a number's meaning is only ours.</summary>
public sealed class KebabCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
