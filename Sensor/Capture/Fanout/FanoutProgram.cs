using Tegument.Sensor.Capture.Filters;
using Tegument.Sensor.Native.Filters;

namespace Tegument.Sensor.Capture.Fanout;

/// <summary>
/// The program by which the kernel spreads packets over rings (PACKET_FANOUT_CBPF): by a keyed hash of the two addresses that is the same in
/// both directions, so that a conversation with all its fragments, and the ICMP errors that quote it, stays on one ring. Nothing but
/// addresses counts, so fragments need no reassembly. Whoever does not know the seed cannot aim at a ring.
/// </summary>
/// <remarks>
/// ARP, neighbour discovery and what is not IP (MPLS, PPPoE, LLC) go to the first ring: what is told of a neighbour concerns all who ask. A
/// tunnel's packets are spread by the outer addresses. What the program cannot read goes to the first ring too.
/// <para>
/// A packet from the network begins at its IP header here, one of our own at its link header; so the latter's is found relative to what the
/// kernel knows of it. Memory: slot 0 holds where the addresses' header begins, 1 and 2 the hash.
/// </para>
/// </remarks>
public static class FanoutProgram
{
    public const uint FirstFactor = 0x9E37_79B1;
    public const uint SecondFactor = 0x85EB_CA6B;
    private const uint PacketType = BpfCode.Ancillary + 4;
    private const uint Protocol = BpfCode.Ancillary;
    private const uint Outgoing = 4;

    /// <summary>Offsets from here on count from the network header, or from the link header (SKF_NET_OFF, SKF_LL_OFF).</summary>
    private const uint FromNetwork = 0xFFF0_0000;
    private const uint FromLink = 0xFFE0_0000;
    private const uint EthernetHeader = 14;
    private const uint IPv4 = 0x0800, IPv6 = 0x86DD, Vlan = 0x8100, ServiceVlan = 0x88A8, OldServiceVlan = 0x9100;
    private const uint Header = 0, Hash = 1, OtherHash = 2;

    /// <param name="seed">Random, and the same for every interface.</param>
    public static FilterInstruction[] Build(ulong seed)
    {
        var program = new BpfAssembler();
        Start(program);
        Tags(program);
        program.Label("four").Add(BpfCode.StoreX, Header);
        QuotedByIcmp(program);
        program.Label("four hash");
        AddressPair(program, first: 12, second: 16, words: 1, seed);
        program.Label("six").Add(BpfCode.StoreX, Header);
        QuotedByIcmpv6(program);
        program.Label("six hash");
        AddressPair(program, first: 8, second: 24, words: 4, seed);
        return program.Label("none").Add(BpfCode.Return).Build();
    }

    // X: where the network header, or the first tag left in the bytes, begins.
    private static void Start(BpfAssembler program)
    {
        program.Add(BpfCode.LoadXConstant)
            .Add(BpfCode.LoadWord, PacketType).JumpUnless(BpfCode.JumpEqual, Outgoing, "protocol")
            .Add(BpfCode.LoadXConstant, FromNetwork)
            .Label("protocol").Add(BpfCode.LoadWord, Protocol);
        ByType(program, tagged: "tagged");
        program.Label("tagged")
            .Add(BpfCode.LoadWord, PacketType).JumpUnless(BpfCode.JumpEqual, Outgoing, "first tag")
            .Add(BpfCode.LoadXConstant, FromLink + EthernetHeader);
    }

    // As many as the decoder reads. The kernel takes the outermost out of what it receives; our own packets may hold theirs.
    private static void Tags(BpfAssembler program)
    {
        foreach (var (tag, next) in new[] { ("first tag", "second tag"), ("second tag", "third tag"), ("third tag", "none") })
        {
            program.Label(tag).Add(BpfCode.LoadHalfAtX, 2).Add(BpfCode.Store, Hash)
                .Add(BpfCode.XToA).Add(BpfCode.Add, 4).Add(BpfCode.AToX).Add(BpfCode.LoadMemory, Hash);
            ByType(program, tagged: next);
        }
    }

    private static void ByType(BpfAssembler program, string tagged)
    {
        program.JumpIf(BpfCode.JumpEqual, IPv4, "four").JumpIf(BpfCode.JumpEqual, IPv6, "six");
        foreach (var type in new[] { Vlan, ServiceVlan, OldServiceVlan }) program.JumpIf(BpfCode.JumpEqual, type, tagged);
        program.Jump("none");
    }

    // Errors (RFC 792: 3, 4, 5, 11, 12) belong to the conversation that they quote, whichever router sends them.
    private static void QuotedByIcmp(BpfAssembler program)
    {
        program.Add(BpfCode.LoadByteAtX, 9).JumpUnless(BpfCode.JumpEqual, 1, "four hash")
            .Add(BpfCode.LoadHalfAtX, 6).JumpIf(BpfCode.JumpAnyBit, 0x3FFF, "four hash")
            .Add(BpfCode.LoadByteAtX).Add(BpfCode.And, 0xF).Add(BpfCode.ShiftLeft, 2).Add(BpfCode.Add | BpfCode.WithX).Add(BpfCode.AToX)
            .Add(BpfCode.LoadByteAtX);
        foreach (var error in new uint[] { 3, 4, 5, 11, 12 }) program.JumpIf(BpfCode.JumpEqual, error, "four quoted");
        program.Jump("four hash")
            .Label("four quoted").Add(BpfCode.XToA).Add(BpfCode.Add, 8).Add(BpfCode.AToX).Add(BpfCode.StoreX, Header);
    }

    // Errors (RFC 4443: 1 to 4) likewise; neighbour discovery (RFC 4861: 133 to 137) to the first ring.
    private static void QuotedByIcmpv6(BpfAssembler program) =>
        program.Add(BpfCode.LoadByteAtX, 6).JumpUnless(BpfCode.JumpEqual, 58, "six hash")
            .Add(BpfCode.LoadByteAtX, 40)
            .JumpIf(BpfCode.JumpGreater, 137, "six hash").JumpIf(BpfCode.JumpAtLeast, 133, "none")
            .JumpIf(BpfCode.JumpGreater, 4, "six hash").JumpIf(BpfCode.JumpEqual, 0, "six hash")
            .Add(BpfCode.XToA).Add(BpfCode.Add, 48).Add(BpfCode.AToX).Add(BpfCode.StoreX, Header);

    // The sum of both addresses' hashes does not know which came first; a last mix spreads it over the low bits, which choose the ring.
    private static void AddressPair(BpfAssembler program, uint first, uint second, uint words, ulong seed)
    {
        Address(program, first, words, (uint)seed);
        program.Add(BpfCode.LoadMemory, Hash).Add(BpfCode.Store, OtherHash);
        Address(program, second, words, (uint)seed);
        program.Add(BpfCode.LoadMemory, Hash).Add(BpfCode.LoadXMemory, OtherHash).Add(BpfCode.Add | BpfCode.WithX)
            .Add(BpfCode.Xor, (uint)(seed >> 32)).Add(BpfCode.Multiply, SecondFactor);
        FoldDown(program);
        program.Add(BpfCode.Multiply, FirstFactor);
        FoldDown(program);
        program.Add(BpfCode.ReturnA);
    }

    // hash = seed; for each word: hash = (hash ^ word) * factor, folded down.
    private static void Address(BpfAssembler program, uint offset, uint words, uint seed)
    {
        program.Add(BpfCode.LoadConstant, seed).Add(BpfCode.Store, Hash);
        for (var word = 0u; word < words; word++)
        {
            program.Add(BpfCode.LoadXMemory, Header).Add(BpfCode.LoadWordAtX, offset + (4 * word))
                .Add(BpfCode.LoadXMemory, Hash).Add(BpfCode.Xor | BpfCode.WithX).Add(BpfCode.Multiply, FirstFactor);
            FoldDown(program);
            program.Add(BpfCode.Store, Hash);
        }
    }

    private static void FoldDown(BpfAssembler program) => program.Add(BpfCode.AToX).Add(BpfCode.ShiftRight, 16).Add(BpfCode.Xor | BpfCode.WithX);
}
