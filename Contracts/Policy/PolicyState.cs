using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Policy;

/// <summary>How the running policy stands to its file. Frozen numbers.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<PolicyState>))]
public enum PolicyState : byte
{
    /// <summary>The file's text, as last loaded, runs.</summary>
    Current = 0,

    /// <summary>The file was found faulty when it was last read; the policy before it goes on.</summary>
    BadFile = 1,

    /// <summary>The policy runs for what comes; what it changes for those judged before could not be stored yet, and is tried again.</summary>
    Owed = 2,
}
