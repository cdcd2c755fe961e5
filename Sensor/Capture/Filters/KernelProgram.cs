using Tegument.Sensor.Native.Filters;

namespace Tegument.Sensor.Capture.Filters;

/// <summary>Puts programs together that only the kernel can run, since they ask it for facts beside the frame's bytes.</summary>
internal static class KernelProgram
{
    // Where an Ethernet frame has its tag, and where it goes on after it.
    private const uint TagAt = 12;
    private const uint TagId = 14;
    private const uint AfterTag = 16;
    private const uint TagBytes = 4;

    /// <summary>
    /// The kernel takes a VLAN tag out of the bytes before a filter sees them. The program judges a frame whose tag was taken out as if it
    /// were still there, as it is in a file: the tag is read beside the frame and all that follows it four bytes earlier.
    /// </summary>
    /// <param name="program">Compiled for Ethernet frames that hold their tags.</param>
    public static FilterInstruction[] WithTagsInTheFrame(FilterInstruction[] program) =>
        Choose(BpfCode.VlanPresent, [([0], program)], [.. program.Select(Shifted)]);

    /// <summary>For a socket that sees every interface: each frame is judged by the program for its interface's kind, one of unknown kind fails.</summary>
    public static FilterInstruction[] ByHardware(IReadOnlyList<(ushort[] HardwareTypes, FilterInstruction[] Program)> kinds) =>
        Choose(BpfCode.HardwareType, [.. kinds.Select(k => (Array.ConvertAll(k.HardwareTypes, h => (uint)h), k.Program))], [new FilterInstruction(BpfCode.Return, 0, 0, 0)]);

    // Load the fact; for each case: into its program when the fact is one of its values, else over it; at the end what is left.
    private static FilterInstruction[] Choose(uint fact, IReadOnlyList<(uint[] Values, FilterInstruction[] Program)> cases, FilterInstruction[] otherwise)
    {
        var all = new List<FilterInstruction> { new(BpfCode.LoadWord, 0, 0, fact) };
        foreach (var (values, program) in cases)
        {
            for (var i = 0; i < values.Length; i++) all.Add(new FilterInstruction(BpfCode.JumpEqual, (byte)(values.Length - i), 0, values[i]));
            all.Add(new FilterInstruction(BpfCode.Jump, 0, 0, (uint)program.Length));
            all.AddRange(program);
        }

        all.AddRange(otherwise);
        return [.. all];
    }

    private static FilterInstruction Shifted(FilterInstruction op) => op.Code switch
    {
        BpfCode.LoadHalf when op.Operand == TagAt => op with { Code = BpfCode.LoadWord, Operand = BpfCode.VlanType },
        BpfCode.LoadHalf when op.Operand == TagId => op with { Code = BpfCode.LoadWord, Operand = BpfCode.VlanTag },
        BpfCode.LoadWord or BpfCode.LoadHalf or BpfCode.LoadByte when op.Operand + SizeOf(op.Code) <= TagAt || op.Operand >= BpfCode.Negative => op,
        BpfCode.LoadWord or BpfCode.LoadHalf or BpfCode.LoadByte or BpfCode.LoadWordAtX or BpfCode.LoadHalfAtX or BpfCode.LoadByteAtX or BpfCode.LoadXHeaderLength =>
            // What else reads the tag's four bytes takes the frame for an untagged one: it stands behind a test for another EtherType,
            // where no tagged frame comes.
            op.Operand >= AfterTag ? op with { Operand = op.Operand - TagBytes } : new FilterInstruction(BpfCode.Return, 0, 0, 0),
        _ => op,
    };

    private static uint SizeOf(ushort code) => code == BpfCode.LoadWord ? 4u : code == BpfCode.LoadHalf ? 2u : 1u;
}
