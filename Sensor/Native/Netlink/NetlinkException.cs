namespace Tegument.Sensor.Native.Netlink;

/// <summary>A netlink call failed; the message is fit for a person.</summary>
/// <param name="error">The errno.</param>
public sealed class NetlinkException(int error, string message) : Exception(message)
{
    public int Error { get; } = error;

    /// <summary>What was asked for does not exist (ENOENT).</summary>
    public bool IsNotFound => Error == Errno.NoEntry;
}
