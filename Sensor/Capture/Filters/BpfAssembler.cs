using Tegument.Sensor.Native.Filters;

namespace Tegument.Sensor.Capture.Filters;

/// <summary>Writes a program of classic BPF whose jumps go to names. Each name is jumped to before it is placed: such programs only go forward.</summary>
public sealed class BpfAssembler
{
    private readonly List<FilterInstruction> _program = [];
    private readonly List<(int At, string Label)> _open = [];

    public BpfAssembler Add(ushort code, uint operand = 0)
    {
        _program.Add(new FilterInstruction(code, 0, 0, operand));
        return this;
    }

    /// <summary>Jumps when the condition on the accumulator holds. Two instructions, since a conditional jump alone reaches 255.</summary>
    public BpfAssembler JumpIf(ushort condition, uint operand, string label)
    {
        _program.Add(new FilterInstruction(condition, 0, 1, operand));
        return Jump(label);
    }

    /// <summary>Jumps when it does not hold.</summary>
    public BpfAssembler JumpUnless(ushort condition, uint operand, string label)
    {
        _program.Add(new FilterInstruction(condition, 1, 0, operand));
        return Jump(label);
    }

    public BpfAssembler Jump(string label)
    {
        _open.Add((_program.Count, label));
        return Add(BpfCode.Jump);
    }

    /// <summary>Places a name here.</summary>
    public BpfAssembler Label(string label)
    {
        foreach (var (at, _) in _open.Where(o => o.Label == label)) _program[at] = _program[at] with { Operand = (uint)(_program.Count - at - 1) };
        _open.RemoveAll(o => o.Label == label);
        return this;
    }

    /// <exception cref="InvalidOperationException">A name was jumped to and never placed.</exception>
    public FilterInstruction[] Build() =>
        _open.Count == 0 ? [.. _program] : throw new InvalidOperationException($"label {_open[0].Label} is nowhere");
}
