using Tegument.Sensor.Decode;

namespace Tegument.Sensor.Flows;

/// <summary>How long a flow is remembered, in nanoseconds. Short until a handshake is finished, long after: a flood cannot fill the table with the dead.</summary>
public static class FlowTimeouts
{
    private const long Second = 1_000_000_000;

    /// <summary>Nobody answered for this long: the probe was ignored. Two seconds: longer than any answer on a path to our own kernel, shorter than a second SYN retransmission.</summary>
    public const long Answer = 2 * Second;

    /// <summary>How long settled probes linger, so that their retransmissions and late answers are known.</summary>
    public const long Settled = 10 * Second;
    public const long HalfOpen = 10 * Second;
    public const long Closed = 30 * Second;

    /// <summary>Two hours, the keep-alive interval of RFC 9293 §3.8.4: a silent but living session is heard of once in that time.</summary>
    public const long Established = 7500 * Second;
    public const long Datagram = 180 * Second;

    public static long For(FlowState state, byte protocol) => state switch
    {
        FlowState.Pending => Answer,
        FlowState.HalfOpen => HalfOpen,
        FlowState.Established or FlowState.Adopted => protocol == IpProtocol.Tcp ? Established : Datagram,
        FlowState.Closed => Closed,
        FlowState.OneWay => protocol == IpProtocol.Tcp ? Closed : Datagram,
        _ => Settled,
    };
}
