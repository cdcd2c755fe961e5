using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tegument.Sensor.Native.Filters;

/// <summary>Hands programs of classic BPF to the kernel, which checks them and copies them.</summary>
internal static unsafe class SocketFilter
{
    /// <summary>Only what passes reaches the socket from now on. On a socket that is not bound yet nothing else ever did.</summary>
    public static void Attach(SafeFileHandle socket, FilterInstruction[] program) =>
        Set(socket, SocketCalls.LevelSocket, SocketCalls.AttachFilter, program, "attach the filter");

    /// <summary>Everything that the socket is given reaches it from now on.</summary>
    public static void Detach(SafeFileHandle socket)
    {
        var unused = 0;
        if (SocketCalls.SetOption(socket, SocketCalls.LevelSocket, SocketCalls.DetachFilter, &unused, sizeof(int)) != 0) throw NativeErrorException.Last("detach the filter");
    }

    /// <summary>The program's answer, modulo their number, chooses among the sockets of the group.</summary>
    public static void ChooseBy(SafeFileHandle member, FilterInstruction[] program) =>
        Set(member, SocketCalls.LevelPacket, SocketCalls.PacketFanoutData, program, "set the fanout program");

    private static void Set(SafeFileHandle socket, int level, int option, FilterInstruction[] program, string operation)
    {
        fixed (FilterInstruction* instructions = program)
        {
            var value = new FilterProgram { Length = (ushort)program.Length, Instructions = instructions };
            if (SocketCalls.SetOption(socket, level, option, &value, (uint)sizeof(FilterProgram)) != 0) throw NativeErrorException.Last(operation);
        }
    }
}

/// <summary>struct sock_fprog.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FilterProgram
{
    public ushort Length;
    public FilterInstruction* Instructions;
}
