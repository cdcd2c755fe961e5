using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Bans;

/// <summary>How a ban changed. Bans that end by themselves do not move: their end was told when they were made. Frozen numbers.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<BanMove>))]
public enum BanMove : byte
{
    Made = 0,

    /// <summary>A longer end, or a person's new word on the same address.</summary>
    Extended = 1,
    Lifted = 2,
}
