namespace Tegument.Sensor.Native.Netlink;

/// <param name="Flags">NFT_TABLE_F_*: 1 is dormant (its chains are unhooked).</param>
public sealed record KernelTable(string Name, uint Flags)
{
    public bool IsDormant => (Flags & 1) != 0;
}
