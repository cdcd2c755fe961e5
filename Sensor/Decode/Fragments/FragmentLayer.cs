namespace Tegument.Sensor.Decode.Fragments;

/// <summary>What a fragment's header says, of either version of IP.</summary>
internal static class FragmentLayer
{
    /// <summary>Fills the view; a later fragment's bytes are its payload, the first one's go on with the transport header.</summary>
    /// <param name="offset">In bytes, as is everything here.</param>
    public static DecodeStatus Read(uint id, int offset, bool more, ReadOnlySpan<byte> body, int cut, ref PacketView packet)
    {
        packet.IsFragment = true;
        packet.IsLaterFragment = offset != 0;
        var length = body.Length + cut;
        if (packet.IsLaterFragment)
        {
            packet.Payload = body;
            packet.PayloadLength = length;
        }

        if (more && (length == 0 || length % 8 != 0)) return DecodeStatus.FragmentBadLength;
        (packet.FragmentId, packet.FragmentOffset, packet.MoreFragments) = (id, offset, more);
        (packet.FragmentProtocol, packet.FragmentLength) = (packet.Protocol, length);
        packet.FragmentBody = body;
        return DecodeStatus.Ok;
    }
}
