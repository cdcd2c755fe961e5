using Tegument.Sensor.Native.Filters;

namespace Tegument.Sensor.Native;

/// <summary>What a <see cref="PacketRing"/> is to be. Checked whole before the kernel is asked, so that a refusal names the option.</summary>
public sealed record PacketRingOptions
{
    internal const int FrameBytes = 2048;
    private const long MaxRingBytes = 1L << 30;

    /// <summary>The interface, or null for all of them.</summary>
    public string? Interface { get; init; }

    /// <summary>Also take frames that are addressed to other machines.</summary>
    public bool Promiscuous { get; init; }

    /// <summary>Bytes of a block; a frame never exceeds it. A multiple of the page size.</summary>
    public int BlockBytes { get; init; } = 256 * 1024;

    /// <summary>Blocks in the ring, at least 2: times <see cref="BlockBytes"/> it is the memory that bridges our pauses, at most 1 GiB.</summary>
    public int BlockCount { get; init; } = 64;

    /// <summary>Milliseconds after which a block that is not full is handed over, 1 to 1000: the delay that capture adds at low rates.</summary>
    public int RetireMs { get; init; } = 4;

    /// <summary>Frames that this program returns 0 for never reach the ring; null for none. It sees the bytes of a frame without its offloaded VLAN tag.</summary>
    public FilterInstruction[]? Filter { get; init; }

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public void Validate()
    {
        var page = Environment.SystemPageSize;
        Check(BlockBytes > 0 && BlockBytes % page == 0 && BlockBytes % FrameBytes == 0, $"block bytes {BlockBytes} is not a multiple of the page size {page}");
        Check(BlockCount >= 2, $"block count {BlockCount} is below 2");
        Check((long)BlockBytes * BlockCount <= MaxRingBytes, $"block bytes {BlockBytes} times block count {BlockCount} is more than {MaxRingBytes}");
        Check(RetireMs is >= 1 and <= 1000, $"retire timeout {RetireMs} ms is not between 1 and 1000");
        Check(Interface is null || (Interface.Length is > 0 and < InterfaceRequest.NameLength && Interface.All(char.IsAscii)), $"'{Interface}' is not an interface name");
        Check(!Promiscuous || Interface is not null, "promiscuous mode needs one interface, not all");
    }

    private static void Check(bool holds, string message)
    {
        if (!holds) throw new ArgumentException(message);
    }
}
