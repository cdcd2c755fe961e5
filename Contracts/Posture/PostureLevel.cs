using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Posture;

/// <summary>The fleet's will. Ordered: a higher value is stricter. Frozen numbers.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<PostureLevel>))]
public enum PostureLevel : byte
{
    Explore = 0,
    Balanced = 1,
    Hardened = 2,
    Lockdown = 3,
}
