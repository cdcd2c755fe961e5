using Tegument.Sensor.Decode;

namespace Tegument.Sensor.Flows;

/// <summary>What an ICMP message means to an observer.</summary>
internal enum IcmpMeaning : byte
{
    Other,
    EchoRequest,
    EchoReply,

    /// <summary>Destination unreachable of a kind that refuses the probe it quotes.</summary>
    Unreachable,

    /// <summary>Another error message: backscatter at worst.</summary>
    Error,

    /// <summary>Neighbour discovery and multicast listening: the link's own housekeeping.</summary>
    Neighbour,
}

/// <summary>Types and codes of RFC 792 and RFC 4443. Pure.</summary>
internal static class IcmpKind
{
    public static bool IsEchoRequest(NetworkKind network, byte type) => type == (network == NetworkKind.IPv6 ? 128 : 8);

    public static IcmpMeaning Of(NetworkKind network, byte type, byte code) => network == NetworkKind.IPv6 ? OfV6(type, code) : OfV4(type, code);

    private static IcmpMeaning OfV4(byte type, byte code) => type switch
    {
        0 => IcmpMeaning.EchoReply,
        8 => IcmpMeaning.EchoRequest,
        // Protocol (2) and port (3) unreachable, and the prohibitions (9, 10, 13): all say no to this very probe.
        3 => code is 2 or 3 or 9 or 10 or 13 ? IcmpMeaning.Unreachable : IcmpMeaning.Error,
        4 or 5 or 11 or 12 => IcmpMeaning.Error,
        _ => IcmpMeaning.Other,
    };

    private static IcmpMeaning OfV6(byte type, byte code) => type switch
    {
        128 => IcmpMeaning.EchoRequest,
        129 => IcmpMeaning.EchoReply,
        // Administratively prohibited (1), port unreachable (4), policy (5), reject route (6).
        1 => code is 1 or 4 or 5 or 6 ? IcmpMeaning.Unreachable : IcmpMeaning.Error,
        >= 2 and < 128 => IcmpMeaning.Error,
        >= 130 and <= 143 => IcmpMeaning.Neighbour,
        _ => IcmpMeaning.Other,
    };
}
