namespace Tegument.Sensor.Capture;

/// <summary>One interface of a pcapng section: how its packets are framed and how its clock counts.</summary>
internal readonly struct PcapngInterface
{
    private const ulong Max = (ulong)CaptureFile.MaxTimestamp;
    private const ulong NanosecondsPerSecond = 1_000_000_000;
    private const byte PowerOfTwo = 0x80;
    private readonly byte _resolution;
    private readonly ulong _multiplier;
    private readonly ulong _divisor;
    private readonly long _offsetNanoseconds;

    /// <param name="link">Link type of every packet on this interface.</param>
    /// <param name="snapLength">Most bytes captured of a packet, 0 for no limit.</param>
    /// <param name="resolution">if_tsresol: units per second as a power of ten, or of two when the highest bit is set.</param>
    /// <param name="offsetSeconds">if_tsoffset: added to every timestamp.</param>
    public PcapngInterface(LinkType link, uint snapLength, byte resolution, long offsetSeconds)
    {
        const long largest = CaptureFile.MaxTimestamp / (long)NanosecondsPerSecond;
        Link = link;
        SnapLength = snapLength;
        _resolution = resolution;
        _offsetNanoseconds = Math.Clamp(offsetSeconds, -largest, largest) * (long)NanosecondsPerSecond;
        _multiplier = resolution <= 9 ? Power(9 - resolution) : 1;
        _divisor = resolution is > 9 and < PowerOfTwo ? Power(resolution - 9) : 1;
    }

    public LinkType Link { get; }

    public uint SnapLength { get; }

    /// <summary>A packet's timestamp in nanoseconds since the Unix epoch, held between 0 and <see cref="CaptureFile.MaxTimestamp"/>.</summary>
    public long ToNanoseconds(ulong units)
    {
        var nanoseconds = (_resolution & PowerOfTwo) != 0 ? FromPowerOfTwo(units)
            : _divisor > 1 ? units / _divisor
            : units > Max / _multiplier ? Max
            : units * _multiplier;
        // Both terms stay below half of the type's range, so the sum cannot overflow.
        return Math.Clamp((long)Math.Min(nanoseconds, Max) + _offsetNanoseconds, 0, CaptureFile.MaxTimestamp);
    }

    private ulong FromPowerOfTwo(ulong units)
    {
        var bits = _resolution & ~PowerOfTwo;
        if (bits >= 64) return (ulong)(((UInt128)units * NanosecondsPerSecond) >> bits);
        var seconds = units >> bits;
        var fraction = units & ((1UL << bits) - 1);
        return seconds > Max / NanosecondsPerSecond ? Max : (seconds * NanosecondsPerSecond) + (ulong)(((UInt128)fraction * NanosecondsPerSecond) >> bits);
    }

    // Beyond 10^19 every 64-bit count of units is less than a nanosecond: the largest divisor says the same.
    private static ulong Power(int exponent)
    {
        var power = 1UL;
        for (var i = 0; i < exponent; i++)
        {
            if (power > ulong.MaxValue / 10) return ulong.MaxValue;
            power *= 10;
        }

        return power;
    }
}
