using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Fleet;

/// <summary>How far a host is closed. Frozen numbers.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<LockdownPhase>))]
public enum LockdownPhase : byte
{
    /// <summary>Open: the rules are loaded and match nothing.</summary>
    Off = 0,

    /// <summary>Closed, and the dead-man's switch runs.</summary>
    Armed = 1,

    /// <summary>Closed until the posture changes or ends.</summary>
    Confirmed = 2,
}
