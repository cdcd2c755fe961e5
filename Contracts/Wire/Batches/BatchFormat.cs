using Tegument.Contracts.Evidence;

namespace Tegument.Contracts.Wire.Batches;

/// <summary>
/// The binary form of <see cref="EvidenceBatch"/>, one WebSocket message: a fifth of the JSON's bytes, read in a tenth of its time. It says
/// the same as the JSON, microseconds included. Frozen by golden bytes: a change is a new version. Version 2 tells items' ports; version 1 does
/// not, and is the same otherwise.
/// </summary>
/// <remarks>
/// <code>
/// batch     = version sensor start sequence base techniques items incidents
/// version   = one byte, 1 or 2
/// base      = 8 bytes, little endian: microseconds since 0001-01-01 UTC
/// techniques= count text*
/// items     = count item*
/// item      = kind flags address technique incident count ports targets last duration [began data] [sample] [began data] [ports]
/// ports     = count number*; in version 2 only
/// incidents = count incident*
/// incident  = id kind flags address technique port sources packets last duration tops [mac] [detail]
/// tops      = count (flags address packets)*
/// kind      = one byte; flags = one byte
/// address   = 4 bytes, or 16 with flag IPv6; network order
/// technique = number, an index into techniques
/// last, began, data = signed, microseconds from base; duration = signed, microseconds from first to last
/// text      = count bytes*, UTF-8
/// number, count = LEB128 of the 64-bit value, at most ten bytes; signed = the same of its zigzag form
/// </code>
/// </remarks>
public static class BatchFormat
{
    /// <summary>The newest version; a silo says in its welcome up to which it reads. It reads all before.</summary>
    public const byte Version = 2;

    /// <summary>The oldest version, which every peer reads that reads binary batches at all.</summary>
    public const byte FirstVersion = 1;

    /// <summary>Versions from this on tell an item's ports.</summary>
    internal const byte WithPorts = 2;

    internal const byte IPv6 = 1;
    internal const byte Verified = 2;
    internal const byte HasConversation = 4;
    internal const byte HasNetworkConversation = 8;
    internal const byte HasSample = 16;

    /// <summary>The severity stands in the item's three highest flags.</summary>
    internal const int SeverityShift = 5;
    internal const byte MaxSeverity = 7;

    internal const byte HasMac = 2;
    internal const byte HasDetail = 4;
    internal const byte IncidentFlags = IPv6 | HasMac | HasDetail;

    internal const long TicksPerUnit = 10;

    /// <summary>Of the last microsecond that a time can be.</summary>
    internal const long MaxTime = 3_155_378_975_999_999_999 / TicksPerUnit;
}
