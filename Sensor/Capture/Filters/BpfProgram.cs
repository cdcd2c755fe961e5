using System.Buffers.Binary;
using Tegument.Sensor.Native.Filters;

namespace Tegument.Sensor.Capture.Filters;

/// <summary>
/// A filter program for frames of a file, checked once and then run in managed code: every read is bounds-checked, jumps only go forward,
/// so a run takes at most as many steps as there are instructions. A read beyond the frame's end rejects the frame. Immutable; any thread.
/// </summary>
public sealed class BpfProgram
{
    private readonly FilterInstruction[] _program;

    /// <exception cref="FilterException">The program loops, or asks for what only the kernel knows.</exception>
    public BpfProgram(FilterInstruction[] program)
    {
        BpfVerifier.Verify(program);
        _program = program;
    }

    /// <param name="bytes">What was captured.</param>
    /// <param name="wireLength">How long the frame was.</param>
    public bool Passes(ReadOnlySpan<byte> bytes, int wireLength)
    {
        Span<uint> memory = stackalloc uint[BpfCode.MemorySlots];
        uint a = 0, x = 0;
        for (var pc = 0; ; pc++)
        {
            ref readonly var op = ref _program[pc];
            var k = op.Operand;
            switch (op.Code)
            {
                case BpfCode.LoadWord or BpfCode.LoadHalf or BpfCode.LoadByte:
                    if (!TryLoad(bytes, k, op.Code, out a)) return false;
                    break;
                case BpfCode.LoadWordAtX or BpfCode.LoadHalfAtX or BpfCode.LoadByteAtX:
                    if (!TryLoad(bytes, (ulong)x + k, (ushort)(op.Code - 0x20), out a)) return false;
                    break;
                case BpfCode.LoadXHeaderLength:
                    if (!TryLoad(bytes, k, BpfCode.LoadByte, out x)) return false;
                    x = (x & 0xF) << 2;
                    break;
                case BpfCode.LoadConstant: a = k; break;
                case BpfCode.LoadMemory: a = memory[(int)k]; break;
                case BpfCode.LoadLength: a = (uint)wireLength; break;
                case BpfCode.LoadXConstant: x = k; break;
                case BpfCode.LoadXMemory: x = memory[(int)k]; break;
                case BpfCode.LoadXLength: x = (uint)wireLength; break;
                case BpfCode.Store: memory[(int)k] = a; break;
                case BpfCode.StoreX: memory[(int)k] = x; break;
                case BpfCode.AToX: x = a; break;
                case BpfCode.XToA: a = x; break;
                case BpfCode.Jump: pc += (int)k; break;
                case BpfCode.Return: return k != 0;
                case BpfCode.ReturnA: return a != 0;
                default:
                    var operand = (op.Code & BpfCode.WithX) != 0 ? x : k;
                    if ((op.Code & BpfCode.ClassMask) == BpfCode.JumpClass) pc += Holds(op.Code, a, operand) ? op.IfTrue : op.IfFalse;
                    else if (!TryCompute(op.Code, ref a, operand)) return false;
                    break;
            }
        }
    }

    private static bool TryLoad(ReadOnlySpan<byte> bytes, ulong offset, ushort code, out uint value)
    {
        value = 0;
        var size = code == BpfCode.LoadWord ? 4 : code == BpfCode.LoadHalf ? 2 : 1;
        if (offset + (ulong)size > (ulong)bytes.Length) return false;
        var at = bytes[(int)offset..];
        value = size == 4 ? BinaryPrimitives.ReadUInt32BigEndian(at) : size == 2 ? BinaryPrimitives.ReadUInt16BigEndian(at) : at[0];
        return true;
    }

    private static bool Holds(ushort code, uint a, uint operand) => (ushort)(code & ~BpfCode.WithX) switch
    {
        BpfCode.JumpEqual => a == operand,
        BpfCode.JumpGreater => a > operand,
        BpfCode.JumpAtLeast => a >= operand,
        _ => (a & operand) != 0,
    };

    // False for a division by zero, which rejects the frame.
    private static bool TryCompute(ushort code, ref uint a, uint operand)
    {
        var operation = (ushort)(code & ~BpfCode.WithX);
        if (operation is BpfCode.Divide or BpfCode.Modulo && operand == 0) return false;
        a = operation switch
        {
            BpfCode.Add => a + operand,
            BpfCode.Subtract => a - operand,
            BpfCode.Multiply => a * operand,
            BpfCode.Divide => a / operand,
            BpfCode.Modulo => a % operand,
            BpfCode.Or => a | operand,
            BpfCode.And => a & operand,
            BpfCode.Xor => a ^ operand,
            BpfCode.ShiftLeft => operand < 32 ? a << (int)operand : 0,
            BpfCode.ShiftRight => operand < 32 ? a >> (int)operand : 0,
            _ => 0 - a,
        };
        return true;
    }
}
