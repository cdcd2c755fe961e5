using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Api;

/// <summary>How the silo's storage fares. In every state but the first, changes are refused and reads go on; the next write that succeeds ends it. Frozen numbers.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<StorageState>))]
public enum StorageState : byte
{
    Ready = 0,
    DiskFull = 1,
    IoError = 2,
    ReadOnly = 3,
    Corrupt = 4,

    /// <summary>Writes arrive faster than the disk takes them; what finds the queue full is refused.</summary>
    Overloaded = 5,
}
