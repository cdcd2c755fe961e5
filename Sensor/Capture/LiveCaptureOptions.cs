using Tegument.Sensor.Capture.Filters;
using Tegument.Sensor.Native;

namespace Tegument.Sensor.Capture;

/// <summary>What to capture live, and with how much memory. Checked when the capture opens.</summary>
public sealed record LiveCaptureOptions
{
    /// <summary>The name that stands for every interface of the machine, those of later included; it stands alone.</summary>
    public const string AllInterfaces = "any";

    /// <summary>One ring for each; <see cref="AllInterfaces"/> is one ring over all.</summary>
    public IReadOnlyList<string> Interfaces { get; init; } = [AllInterfaces];

    /// <summary>Also see frames for other machines (a mirror port). Off unless asked for: a host protects itself.</summary>
    public bool Promiscuous { get; init; }

    /// <summary>Bytes of a ring block, a multiple of the page size.</summary>
    public int BlockBytes { get; init; } = 256 * 1024;

    /// <summary>Blocks of an interface's ring; times <see cref="BlockBytes"/> it is its memory, 16 MB by default. Several threads share it.</summary>
    public int BlockCount { get; init; } = 64;

    /// <summary>Milliseconds until the kernel hands over a block that is not full.</summary>
    public int RetireMs { get; init; } = 4;

    /// <summary>Milliseconds without a frame after which a read returns <see cref="FrameRead.Idle"/>.</summary>
    public int IdleMs { get; init; } = 10;

    /// <summary>Only frames that pass it are captured; the kernel applies it. Null for all.</summary>
    public CaptureFilter? Filter { get; init; }

    /// <summary>Fewer blocks would not bridge a pause at the rate of a single flow, which one ring of several carries alone.</summary>
    private const int LeastShare = 16;

    internal PacketRingOptions RingFor(string name, int threads) => new()
    {
        Interface = name == AllInterfaces ? null : name,
        Promiscuous = Promiscuous,
        BlockBytes = BlockBytes,
        BlockCount = Math.Min(BlockCount, Math.Max(LeastShare, BlockCount / threads)),
        RetireMs = RetireMs,
    };
}
