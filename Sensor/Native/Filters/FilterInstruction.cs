using System.Runtime.InteropServices;

namespace Tegument.Sensor.Native.Filters;

/// <summary>struct sock_filter (linux/filter.h), which is libpcap's struct bpf_insn as well: one instruction of classic BPF.</summary>
/// <param name="Code">Operation; see linux/bpf_common.h.</param>
/// <param name="IfTrue">Instructions to skip when the condition holds.</param>
/// <param name="IfFalse">Instructions to skip when it does not.</param>
/// <param name="Operand">The constant, offset or memory slot.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct FilterInstruction(ushort Code, byte IfTrue, byte IfFalse, uint Operand);
