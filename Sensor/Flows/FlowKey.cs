using System.Runtime.CompilerServices;
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

    /// <summary>
    /// Orders the endpoints. <paramref name="senderIsLow"/> tells which one sent. Without a branch: which end is the lower one is a coin's
    /// toss, and a processor guesses tosses wrong half of the time.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FlowKey Of(IpKey sender, ushort senderPort, IpKey receiver, ushort receiverPort, byte protocol, out bool senderIsLow)
    {
        var (upper, lower) = (sender.Upper ^ receiver.Upper, sender.Lower ^ receiver.Lower);
        var port = senderPort ^ receiverPort;
        var above = sender.Upper < receiver.Upper | (upper == 0 & (sender.Lower < receiver.Lower | (lower == 0 & senderPort <= receiverPort)));
        senderIsLow = above;
        // All ones when the sender is the higher end: then both are exchanged.
        var exchange = (above ? 1UL : 0UL) - 1;
        (upper, lower, port) = (upper & exchange, lower & exchange, port & (int)exchange);
        return new FlowKey(
            new IpKey(sender.Upper ^ upper, sender.Lower ^ lower), (ushort)(senderPort ^ port),
            new IpKey(receiver.Upper ^ upper, receiver.Lower ^ lower), (ushort)(receiverPort ^ port), protocol);
    }

    public bool Matches(in Flow flow) =>
        Low == flow.Low && High == flow.High && LowPort == flow.LowPort && HighPort == flow.HighPort && Protocol == flow.Protocol;

    /// <summary>Hash keyed by <paramref name="seed"/>: whoever chooses the keys must not choose the buckets.</summary>
    public ulong Hash(ulong seed) => HashOf(Low, LowPort, High, HighPort, Protocol, seed);

    /// <summary>The same of endpoints in any order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong HashOf(IpKey one, ushort onePort, IpKey other, ushort otherPort, byte protocol, ulong seed) =>
        KeyedHash.Pair(
            KeyedHash.Mix(one.Upper ^ seed, one.Lower ^ ((ulong)onePort << 48) ^ protocol),
            KeyedHash.Mix(other.Upper ^ seed, other.Lower ^ ((ulong)otherPort << 48) ^ protocol));
}
