using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Live;

/// <summary>Why events are missing. Frozen numbers.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<GapReason>))]
public enum GapReason : byte
{
    /// <summary>This reader was slower than what happened.</summary>
    Slow = 0,

    /// <summary>The event that the reader knew last lies too far back.</summary>
    TooOld = 1,

    /// <summary>The silo has started anew since.</summary>
    Restarted = 2,
}
