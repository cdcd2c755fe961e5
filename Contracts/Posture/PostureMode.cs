using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Posture;

/// <summary>How a posture came to be. Frozen numbers.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<PostureMode>))]
public enum PostureMode : byte
{
    /// <summary>Somebody chose it. It wins until it ends, or for good when it has no end.</summary>
    Manual = 0,

    /// <summary>The qualia moved it, as the policy's adaptive section says.</summary>
    Adaptive = 1,

    /// <summary>Nobody chose one.</summary>
    Default = 2,
}
