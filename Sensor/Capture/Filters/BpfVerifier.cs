using Tegument.Sensor.Native.Filters;

namespace Tegument.Sensor.Capture.Filters;

/// <summary>Checks a program of classic BPF before it is run or handed on: known operations, forward jumps that stay inside, an end.</summary>
public static class BpfVerifier
{
    /// <exception cref="FilterException">The program breaks a rule.</exception>
    public static void Verify(ReadOnlySpan<FilterInstruction> program, bool forKernel = false)
    {
        if (program.Length > BpfCode.MaxInstructions) throw new FilterException($"it compiles to {program.Length} instructions, the most is {BpfCode.MaxInstructions}");
        if (program.IsEmpty || program[^1].Code is not (BpfCode.Return or BpfCode.ReturnA)) throw new FilterException("it compiles to a program without an end");
        for (var i = 0; i < program.Length; i++) Check(program[i], room: (uint)(program.Length - i - 1), forKernel);
    }

    private static void Check(in FilterInstruction op, uint room, bool forKernel)
    {
        switch (op.Code)
        {
            case BpfCode.LoadWord or BpfCode.LoadHalf or BpfCode.LoadByte:
                if (op.Operand >= BpfCode.Negative && !forKernel) throw new FilterException("it asks for what only a live capture knows (direction, interface), and a file does not hold");
                break;
            case BpfCode.LoadMemory or BpfCode.LoadXMemory or BpfCode.Store or BpfCode.StoreX:
                if (op.Operand >= BpfCode.MemorySlots) throw Unknown(op);
                break;
            case BpfCode.Jump:
                // A backward jump is a huge forward one: only protochain compiles to a loop.
                if (op.Operand >= room) throw new FilterException("it needs a loop (protochain), which a filter in the kernel does not have");
                break;
            case BpfCode.LoadWordAtX or BpfCode.LoadHalfAtX or BpfCode.LoadByteAtX or BpfCode.LoadConstant or BpfCode.LoadLength:
            case BpfCode.LoadXConstant or BpfCode.LoadXLength or BpfCode.LoadXHeaderLength:
            case BpfCode.Return or BpfCode.ReturnA or BpfCode.AToX or BpfCode.XToA:
                break;
            default:
                CheckComputation(op, room);
                break;
        }
    }

    private static void CheckComputation(in FilterInstruction op, uint room)
    {
        var operation = (ushort)(op.Code & ~BpfCode.WithX);
        var known = operation switch
        {
            BpfCode.JumpEqual or BpfCode.JumpGreater or BpfCode.JumpAtLeast or BpfCode.JumpAnyBit => op.IfTrue < room && op.IfFalse < room,
            BpfCode.Divide or BpfCode.Modulo => op.Operand != 0 || op.Code != operation,
            BpfCode.ShiftLeft or BpfCode.ShiftRight => op.Operand < 32 || op.Code != operation,
            BpfCode.Add or BpfCode.Subtract or BpfCode.Multiply or BpfCode.And or BpfCode.Or or BpfCode.Xor => true,
            BpfCode.Negate => op.Code == operation,
            _ => false,
        };
        if (!known) throw Unknown(op);
    }

    private static FilterException Unknown(in FilterInstruction op) => new($"it compiles to an instruction that is not allowed ({op.Code:x} {op.Operand})");
}
