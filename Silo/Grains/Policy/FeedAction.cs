using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Silo.Policy;

/// <summary>What becomes of what a block list names.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<FeedAction>))]
public enum FeedAction : byte
{
    Ban = 0,

    /// <summary>The list is read, checked and shown, and bans nobody.</summary>
    Observe = 1,
}
