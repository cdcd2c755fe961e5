using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Api;

/// <summary>How the machine's wall clock fares beside the silo's own. Frozen numbers.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<ClockState>))]
public enum ClockState : byte
{
    Steady = 0,

    /// <summary>The wall clock was set since the silo started: the times that the silo shows are off by the skew until it starts anew. Bans last as long as they should.</summary>
    Stepped = 1,
}
