using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Silo.Policy;

/// <summary>What an alert is worth: the numbers are those of evidence.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<AlertSeverity>))]
public enum AlertSeverity : byte
{
    None = 0,
    Low = 1,
    Medium = 2,
    High = 3,
    Critical = 4,
}
