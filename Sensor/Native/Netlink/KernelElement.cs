namespace Tegument.Sensor.Native.Netlink;

/// <summary>One element of a set as the kernel dumps it. Borrows the receive buffer: valid only inside the visit.</summary>
public readonly ref struct KernelElement(ReadOnlySpan<byte> key, ulong expirationMs, ulong packets)
{
    /// <summary>The key in network order: 4 or 16 bytes for an address.</summary>
    public ReadOnlySpan<byte> Key { get; } = key;

    /// <summary>Milliseconds until the kernel drops the element; zero when it never does.</summary>
    public ulong ExpirationMs { get; } = expirationMs;

    /// <summary>Packets that matched since the element was made; zero without a counter.</summary>
    public ulong Packets { get; } = packets;
}
