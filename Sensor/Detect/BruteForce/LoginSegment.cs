using Tegument.Sensor.Decode;

namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>Gives each byte of a side to its dialogue once: what was sent again is left out. A gap is passed over.</summary>
internal static class LoginSegment
{
    /// <param name="payload">What was captured of the new bytes.</param>
    /// <param name="length">How many new bytes there are.</param>
    public static bool TryTake(ref LoginTalk talk, ref readonly PacketView packet, bool byInitiator, out ReadOnlySpan<byte> payload, out int length)
    {
        ref var next = ref byInitiator ? ref talk.NextOfInitiator : ref talk.NextOfResponder;
        ref var spoke = ref byInitiator ? ref talk.InitiatorSpoke : ref talk.ResponderSpoke;
        var old = spoke ? (int)(next - packet.Sequence) : 0;
        payload = packet.Payload;
        length = packet.PayloadLength;
        if (old >= length) return false;
        if (old > 0)
        {
            payload = payload[Math.Min(old, payload.Length)..];
            length -= old;
        }

        spoke = true;
        next = packet.Sequence + (uint)packet.PayloadLength;
        return true;
    }
}
