using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Flows;

/// <summary>
/// A conversation without direction: the two endpoints in order, and the protocol. Both directions' packets have the same key; which side
/// sent is returned beside it.
/// </summary>
public readonly struct FlowKey(IpKey low, ushort lowPort, IpKey high, ushort highPort, byte protocol)
{
    public readonly IpKey Low = low;
    public readonly IpKey High = high;
    public readonly ushort LowPort = lowPort;
    public readonly ushort HighPort = highPort;
    public readonly byte Protocol = protocol;

    /// <summary>Orders the endpoints. <paramref name="senderIsLow"/> tells which one sent.</summary>
    public static FlowKey Of(IpKey sender, ushort senderPort, IpKey receiver, ushort receiverPort, byte protocol, out bool senderIsLow)
    {
        var order = sender.CompareTo(receiver);
        senderIsLow = order != 0 ? order < 0 : senderPort <= receiverPort;
        return senderIsLow
            ? new FlowKey(sender, senderPort, receiver, receiverPort, protocol)
            : new FlowKey(receiver, receiverPort, sender, senderPort, protocol);
    }

    public bool Matches(in Flow flow) =>
        Low == flow.Low && High == flow.High && LowPort == flow.LowPort && HighPort == flow.HighPort && Protocol == flow.Protocol;

    /// <summary>Hash keyed by <paramref name="seed"/>: whoever chooses the keys must not choose the buckets.</summary>
    public uint Hash(ulong seed) =>
        KeyedHash.Fold(
            KeyedHash.Mix(Low.Upper ^ seed, Low.Lower),
            KeyedHash.Mix(High.Upper ^ KeyedHash.Second, High.Lower ^ seed),
            ((ulong)LowPort << 32 | (ulong)HighPort << 16 | Protocol) ^ seed);
}
