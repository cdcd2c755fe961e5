using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Contracts.Api;

/// <summary>A ban in an exported file: what an import needs to make the same ban again.</summary>
/// <param name="Expires">By the exporting silo's wall clock; an import ends the ban at this time.</param>
/// <param name="SecondsLeft">When it was exported; for readers only.</param>
public sealed record ExportedBan(
    IpPrefix Address,
    BanOrigin Origin,
    string Actor,
    string Reason,
    DateTimeOffset Created,
    DateTimeOffset Expires,
    double SecondsLeft,
    double Score);
