namespace Tegument.Sensor.Native.Netlink;

/// <summary>What one receive brought.</summary>
public enum NetlinkReceive
{
    Datagram,
    TimedOut,

    /// <summary>The kernel dropped messages for us (ENOBUFS) or cut one short: what was said is unknown.</summary>
    Lost,
}
