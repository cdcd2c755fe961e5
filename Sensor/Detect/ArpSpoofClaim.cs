using System.Buffers.Binary;
using Tegument.Contracts.Addresses;
using Tegument.Sensor.Decode;

namespace Tegument.Sensor.Detect;

/// <summary>How an address is claimed for a hardware address.</summary>
internal enum ArpSpoofWord : byte
{
    /// <summary>By the way, in a question about another address.</summary>
    Question,

    /// <summary>To everybody, or about itself: an announcement (RFC 5227 §3).</summary>
    Announcement,

    /// <summary>As an answer to one neighbour.</summary>
    Answer,
}

/// <summary>
/// One ARP message (RFC 826), or one neighbour solicitation or advertisement (RFC 4861 §4.3, §4.4), as a claim "<see cref="Address"/> is at
/// <see cref="Mac"/>". Plain values, nothing borrowed.
/// </summary>
/// <param name="Asker">For a question, who asks; for an answer, who is told.</param>
/// <param name="Wanted">For a question, the address that is asked for; else the address claimed.</param>
internal readonly record struct ArpSpoofClaim(ArpSpoofWord Word, IpKey Address, ulong Mac, IpKey Asker, IpKey Wanted)
{
    private const byte Solicitation = 135;
    private const byte Advertisement = 136;
    private const byte SourceLinkOption = 1;
    private const byte TargetLinkOption = 2;
    private const int TargetOffset = 4;
    private const int OptionsOffset = 20;
    private const int OptionLength = 8;

    public static ArpSpoofClaim OfArp(ref readonly PacketView packet)
    {
        var asks = packet.ArpOperation == 1;
        if (packet.Source == packet.Destination || (!asks && packet.LinkGroup)) return new(ArpSpoofWord.Announcement, packet.Source, packet.SourceMac, packet.Destination, packet.Source);
        return asks
            ? new(ArpSpoofWord.Question, packet.Source, packet.SourceMac, packet.Source, packet.Destination)
            : new(ArpSpoofWord.Answer, packet.Source, packet.SourceMac, packet.Destination, packet.Source);
    }

    /// <summary>False when the message is neither, or says nothing of a hardware address.</summary>
    public static bool TryOfIcmpv6(ref readonly PacketView packet, out ArpSpoofClaim claim)
    {
        claim = default;
        var payload = packet.Payload;
        // A router forwards none of these (RFC 4861 §7.1): a lower hop limit comes from afar and is no neighbour's word.
        if (packet.IcmpType is not (Solicitation or Advertisement) || payload.Length < OptionsOffset || packet.TimeToLive != byte.MaxValue) return false;
        var target = IpKey.FromIPv6(payload[TargetOffset..]);
        if (packet.IcmpType == Solicitation)
        {
            claim = new(ArpSpoofWord.Question, packet.Source, LinkOption(payload[OptionsOffset..], SourceLinkOption), packet.Source, target);
            return true;
        }

        var mac = LinkOption(payload[OptionsOffset..], TargetLinkOption);
        if (mac == 0) mac = packet.SourceMac;
        var word = packet.Destination.IsMulticast || packet.LinkGroup ? ArpSpoofWord.Announcement : ArpSpoofWord.Answer;
        claim = new(word, target, mac, packet.Destination, target);
        return mac != 0;
    }

    private static ulong LinkOption(ReadOnlySpan<byte> options, byte wanted)
    {
        while (options.Length >= OptionLength && options[1] != 0)
        {
            if (options[0] == wanted) return BinaryPrimitives.ReadUInt64BigEndian(options) & 0xFFFF_FFFF_FFFF;
            var length = options[1] * OptionLength;
            if (length > options.Length) return 0;
            options = options[length..];
        }

        return 0;
    }
}
