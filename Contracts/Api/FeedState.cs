using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Api;

/// <summary>How the last look at a block list ended. Frozen numbers.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<FeedState>))]
public enum FeedState : byte
{
    /// <summary>Not looked at yet.</summary>
    Waiting = 0,

    /// <summary>Taken over.</summary>
    Taken = 1,

    /// <summary>The same as before (HTTP 304, or the same content).</summary>
    Unchanged = 2,

    /// <summary>Could not be fetched; what was taken before stands until its time is over.</summary>
    Unreachable = 3,

    /// <summary>Was fetched and not believed; what was taken before stands until its time is over.</summary>
    Refused = 4,

    /// <summary>Was fetched, and the ledger could not be changed; it is tried again.</summary>
    NotApplied = 5,
}
