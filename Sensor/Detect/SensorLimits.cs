using Tegument.Sensor.Decode.Fragments;

namespace Tegument.Sensor.Detect;

/// <summary>The bounds of one capture thread's tables.</summary>
/// <param name="Flows">Conversations at once (about 90 bytes each).</param>
/// <param name="Sources">Source addresses remembered (about 130 bytes each).</param>
/// <param name="SetBytes">Memory for all distinct-port and distinct-host sets together.</param>
/// <param name="Tallies">Incidents at once of the detectors that count by source or victim (about 200 bytes each).</param>
/// <param name="Logins">Conversations with login services followed at once (about 90 bytes each); at most 65,535.</param>
/// <param name="OpenRequests">Unfinished HTTP requests watched at once (about 70 bytes each).</param>
public sealed record SensorLimits(int Flows, int Sources, long SetBytes, FloodLimits Floods, int Tallies = 4096, int Logins = 8192, int OpenRequests = 8192)
{
    /// <summary>Fragment reassembly; about 5 MB, taken at the first fragment.</summary>
    public FragmentLimits Fragments { get; init; } = new();

    public static readonly SensorLimits Default = new(1 << 18, 1 << 16, 40 << 20, new FloodLimits());

    /// <summary>
    /// For one ring of several: its share of the conversations, and of a flood's rate. Sources and their sets are held once for all rings,
    /// where they are weighed.
    /// </summary>
    public SensorLimits ShareOf(int rings) => this with { Flows = Flows / rings, Sources = 0, SetBytes = 0, Floods = Floods.ShareOf(rings) };
}
