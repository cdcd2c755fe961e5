using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Reputation;

/// <summary>How a source is judged. Ordered: a higher value is worse. Frozen numbers.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<Standing>))]
public enum Standing : byte
{
    Clean = 0,
    Suspect = 1,
    Banned = 2,
}
