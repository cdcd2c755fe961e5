namespace Tegument.Tests.Support.Packets;

/// <summary>What of an IPv4 header a test may want to set; the rest follows from the packet.</summary>
public sealed record Ipv4Fields
{
    public byte TimeToLive { get; init; } = 64;
    public ushort Id { get; init; } = 1;
    public byte[] Options { get; init; } = [];

    /// <summary>In bytes; a multiple of eight.</summary>
    public int FragmentOffset { get; init; }
    public bool MoreFragments { get; init; }

    /// <summary>A lie about the total length; the truth when null.</summary>
    public ushort? TotalLength { get; init; }

    /// <summary>The protocol number when no layer above says it (later fragments, unknown protocols).</summary>
    public byte? Protocol { get; init; }
}
