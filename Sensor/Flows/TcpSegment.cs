using Tegument.Sensor.Decode;

namespace Tegument.Sensor.Flows;

/// <summary>What a segment of an unknown conversation is.</summary>
internal enum TcpSegmentKind : byte
{
    Syn,

    /// <summary>SYN-ACK or RST: an answer, never a probe.</summary>
    Answer,
    Null,
    Fin,
    Xmas,
    SynFin,
    Ack,

    /// <summary>FIN and ACK without data: a Maimon probe, or the end of a conversation we did not see.</summary>
    FinAck,

    /// <summary>Carries data, or pushes: a conversation met in the middle.</summary>
    Data,

    /// <summary>A combination that is neither a known probe nor a stack's.</summary>
    Odd,
}

/// <summary>Reads segment kinds from flags. Pure.</summary>
internal static class TcpSegment
{
    private const byte Core = TcpFlags.Syn | TcpFlags.Fin | TcpFlags.Rst | TcpFlags.Ack;

    /// <param name="flags">With ECE and CWR masked out.</param>
    public static TcpSegmentKind KindOf(byte flags, int payloadLength)
    {
        const byte fullXmas = TcpFlags.Fin | TcpFlags.Psh | TcpFlags.Urg;
        if ((flags & fullXmas) == fullXmas && (flags & (TcpFlags.Syn | TcpFlags.Rst)) != 0) return TcpSegmentKind.Xmas;
        if ((flags & (TcpFlags.Syn | TcpFlags.Fin)) == (TcpFlags.Syn | TcpFlags.Fin) && (flags & TcpFlags.Rst) == 0) return TcpSegmentKind.SynFin;
        return (flags & Core) switch
        {
            TcpFlags.Syn => TcpSegmentKind.Syn,
            TcpFlags.Syn | TcpFlags.Ack or TcpFlags.Rst or TcpFlags.Rst | TcpFlags.Ack => TcpSegmentKind.Answer,
            0 => flags == 0 ? TcpSegmentKind.Null : TcpSegmentKind.Odd,
            TcpFlags.Fin => flags == TcpFlags.Fin ? TcpSegmentKind.Fin : TcpSegmentKind.Xmas,
            TcpFlags.Ack => flags == TcpFlags.Ack && payloadLength == 0 ? TcpSegmentKind.Ack : TcpSegmentKind.Data,
            TcpFlags.Fin | TcpFlags.Ack => flags == (TcpFlags.Fin | TcpFlags.Ack) && payloadLength == 0 ? TcpSegmentKind.FinAck : TcpSegmentKind.Data,
            _ => TcpSegmentKind.Odd,
        };
    }

    /// <summary>A stack's SYN carries options; a raw packet's has its bare MSS or nothing.</summary>
    public static ProbeTechnique TechniqueOf(TcpSegmentKind kind, TcpOptionShape options) => kind switch
    {
        TcpSegmentKind.Syn => (options & ~TcpOptionShape.Mss) == 0 ? ProbeTechnique.Syn : ProbeTechnique.Connect,
        TcpSegmentKind.Null => ProbeTechnique.Null,
        TcpSegmentKind.Fin => ProbeTechnique.Fin,
        TcpSegmentKind.Xmas => ProbeTechnique.Xmas,
        TcpSegmentKind.SynFin => ProbeTechnique.SynFin,
        // Data that nobody here knows: silence means nothing (half a capture), a reset refuses it like an ACK probe.
        TcpSegmentKind.Ack or TcpSegmentKind.Data => ProbeTechnique.Ack,
        TcpSegmentKind.FinAck => ProbeTechnique.Maimon,
        _ => ProbeTechnique.None,
    };
}
