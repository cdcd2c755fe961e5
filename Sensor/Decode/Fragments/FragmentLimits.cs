namespace Tegument.Sensor.Decode.Fragments;

/// <summary>The bounds of fragment reassembly, for one capture thread.</summary>
/// <param name="Datagrams">Unfinished datagrams at once; 2 to 32,768.</param>
/// <param name="Pages">Memory for their bytes, in pages of 512 bytes; 256 to 65,534.</param>
/// <param name="DatagramsPerSource">The share of one source (an IPv6 source: of its /64) in the datagrams.</param>
/// <param name="PagesPerSource">Its share in the pages; at least 128, which is the longest datagram.</param>
public sealed record FragmentLimits(int Datagrams = 2048, int Pages = 8192, int DatagramsPerSource = 64, int PagesPerSource = 1024)
{
    /// <summary>Nanoseconds that a datagram is waited for, from its first fragment (as Linux does; RFC 791 says 15 s at least).</summary>
    public long Timeout { get; init; } = 30_000_000_000;
}
