namespace Tegument.Tests.Support.Packets;

/// <summary>TCP options as bytes, and the set that a real stack puts on its SYN.</summary>
public static class TcpOption
{
    /// <summary>What Linux sends on a SYN: MSS, SACK permitted, timestamps, window scale; 20 bytes.</summary>
    public static byte[] StackSyn => [.. Mss(1460), 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7];

    /// <summary>What segments of an established connection carry: NOP, NOP, timestamps; 12 bytes.</summary>
    public static byte[] Timestamps => [1, 1, 8, 10, 0, 0, 0, 2, 0, 0, 0, 1];

    public static byte[] Mss(ushort value) => [2, 4, (byte)(value >> 8), (byte)value];
}
