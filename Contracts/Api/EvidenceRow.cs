using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;

namespace Tegument.Contracts.Api;

/// <summary>An incident as it was last told, from the record of evidence.</summary>
/// <param name="Count">What weighs, of the whole incident: ports that refused or ignored, hosts swept, failed tries, packets of a flood.</param>
/// <param name="Ports">Distinct destination ports; <paramref name="Targets"/> distinct destination addresses.</param>
/// <param name="Severity">0 none, 1 low to 4 critical.</param>
/// <param name="Sample">Hostile text, to be escaped wherever shown; null when none was told.</param>
/// <param name="TopPorts">Destination ports of the incident, those that tell most first; empty when the sensor did not say.</param>
public sealed record EvidenceRow(
    IpKey Source,
    EvidenceKind Kind,
    string Technique,
    string Sensor,
    long Count,
    int Ports,
    int Targets,
    bool Verified,
    byte Severity,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    string? Sample,
    int[] TopPorts);
