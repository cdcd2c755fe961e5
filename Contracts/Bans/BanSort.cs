using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Bans;

/// <summary>By what a listing of bans is ordered; equals follow one another by prefix, then origin. Frozen numbers.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<BanSort>))]
public enum BanSort : byte
{
    Prefix = 0,
    Expires = 1,
    Created = 2,
    Score = 3,
}
