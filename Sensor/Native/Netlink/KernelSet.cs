namespace Tegument.Sensor.Native.Netlink;

/// <param name="Flags">NFT_SET_*: 4 is interval, 16 is timeout.</param>
/// <param name="KeyBytes">4 for IPv4 addresses, 16 for IPv6.</param>
/// <param name="Size">The most elements it takes; zero when unlimited.</param>
/// <param name="Counts">Each element has a counter.</param>
public sealed record KernelSet(string Name, uint Flags, int KeyBytes, long Size, bool Counts)
{
    public bool HasTimeouts => (Flags & 16) != 0;

    /// <summary>Any flag besides timeout makes it another kind of set than ours.</summary>
    public bool IsPlainHash => (Flags & ~16u) == 0;
}
