using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Eve;

/// <summary>What one source set off of one rule, so far: what is told of it again and again, and kept over restarts.</summary>
/// <param name="Number">Grows with every incident of a file's reading.</param>
/// <param name="Severity">Ours: 0 none to 4 critical; the highest so far.</param>
/// <param name="Ours">The source is one of our addresses: an incident on it, which accuses nobody.</param>
public sealed record EveIncident(
    IpKey Attacker,
    string Rule,
    long Number,
    long Count,
    byte Severity,
    bool Verified,
    bool Ours,
    IpKey Victim,
    int VictimPort,
    DateTimeOffset First,
    DateTimeOffset Last,
    string Signature);
