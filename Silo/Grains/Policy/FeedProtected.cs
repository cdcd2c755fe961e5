using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Silo.Policy;

/// <summary>What is thought of a block list that names protected addresses. They are never banned either way.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<FeedProtected>))]
public enum FeedProtected : byte
{
    /// <summary>A list that names us is wrong or hostile: none of it is taken.</summary>
    Refuse = 0,

    /// <summary>They are left out and counted: for lists of bogons, which name private networks.</summary>
    Skip = 1,
}
