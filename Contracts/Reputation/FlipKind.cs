using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Reputation;

/// <summary>What kind of change turns an outcome around. Frozen numbers.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<FlipKind>))]
public enum FlipKind : byte
{
    /// <summary>Another posture.</summary>
    Posture = 0,

    /// <summary>More of one kind of evidence.</summary>
    Evidence = 1,

    /// <summary>Fewer points when the ban was decided.</summary>
    Points = 2,

    /// <summary>The rule that protects the address gone.</summary>
    Protection = 3,

    /// <summary>A ban of other origin, or of its network, lifted.</summary>
    Ban = 4,
}
