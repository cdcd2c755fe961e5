namespace Tegument.Sensor.Capture.Filters;

/// <summary>Operation codes of classic BPF (linux/bpf_common.h, linux/filter.h): class, then size and mode, or operation and source.</summary>
public static class BpfCode
{
    public const ushort LoadWord = 0x20, LoadHalf = 0x28, LoadByte = 0x30;
    public const ushort LoadWordAtX = 0x40, LoadHalfAtX = 0x48, LoadByteAtX = 0x50;
    public const ushort LoadConstant = 0x00, LoadMemory = 0x60, LoadLength = 0x80;
    public const ushort LoadXConstant = 0x01, LoadXMemory = 0x61, LoadXLength = 0x81, LoadXHeaderLength = 0xB1;
    public const ushort Store = 0x02, StoreX = 0x03;
    public const ushort Add = 0x04, Subtract = 0x14, Multiply = 0x24, Divide = 0x34, Or = 0x44, And = 0x54, ShiftLeft = 0x64, ShiftRight = 0x74, Negate = 0x84, Modulo = 0x94, Xor = 0xA4;
    public const ushort Jump = 0x05, JumpEqual = 0x15, JumpGreater = 0x25, JumpAtLeast = 0x35, JumpAnyBit = 0x45;
    public const ushort Return = 0x06, ReturnA = 0x16;
    public const ushort AToX = 0x07, XToA = 0x87;

    /// <summary>Beside an arithmetic or jump code: the operand is X, not the constant.</summary>
    public const ushort WithX = 0x08;

    public const ushort ClassMask = 0x07, JumpClass = 0x05, ArithmeticClass = 0x04;

    /// <summary>Slots of scratch memory.</summary>
    public const int MemorySlots = 16;

    /// <summary>The kernel takes no longer program (BPF_MAXINSNS).</summary>
    public const int MaxInstructions = 4096;

    /// <summary>Loads from here on ask the kernel for facts about the frame instead of bytes (SKF_AD_OFF).</summary>
    public const uint Ancillary = 0xFFFF_F000;

    /// <summary>From here on an offset is negative: relative to a header that the kernel found, or <see cref="Ancillary"/>.</summary>
    public const uint Negative = 0x8000_0000;

    /// <summary>ARPHRD_ number of the frame's interface (SKF_AD_HATYPE).</summary>
    public const uint HardwareType = Ancillary + 28;

    /// <summary>The tag that was taken out: priority and VLAN id, whether there is one, and its EtherType.</summary>
    public const uint VlanTag = Ancillary + 44, VlanPresent = Ancillary + 48, VlanType = Ancillary + 60;
}
