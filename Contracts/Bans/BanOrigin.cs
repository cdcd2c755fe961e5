using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Bans;

/// <summary>Who wanted a ban. Automatic bans follow the posture; the others hold in every posture. Frozen numbers.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<BanOrigin>))]
public enum BanOrigin : byte
{
    Automatic = 0,
    Manual = 1,
    Feed = 2,
    Api = 3,
}
