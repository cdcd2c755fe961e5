using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Reputation;

/// <summary>How a ban of a reputation ended. Frozen numbers.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<BanEnd>))]
public enum BanEnd : byte
{
    RanOut = 0,

    /// <summary>Somebody took it back, or a looser posture would not have made it.</summary>
    Lifted = 1,
}
