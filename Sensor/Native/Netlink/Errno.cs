namespace Tegument.Sensor.Native.Netlink;

/// <summary>The error numbers (errno(3), generic ABI) that are handled by name.</summary>
internal static class Errno
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int Again = 11;
    public const int NoBuffers = 105;
}
