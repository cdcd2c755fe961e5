using System.Runtime.InteropServices;

namespace Tegument.Sensor.Native.Filters;

/// <summary>The few functions of libpcap(3PCAP) that we call; prototypes from pcap/pcap.h.</summary>
internal static unsafe partial class PcapLibrary
{
    private const string Name = "libpcap.so.0.8";

    // pcap_t *pcap_open_dead(int linktype, int snaplen);
    [LibraryImport(Name, EntryPoint = "pcap_open_dead")]
    public static partial PcapHandle OpenDead(int linkType, int snapLength);

    // int pcap_compile(pcap_t *p, struct bpf_program *fp, const char *str, int optimize, bpf_u_int32 netmask);
    [LibraryImport(Name, EntryPoint = "pcap_compile", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Compile(PcapHandle pcap, Program* program, string expression, int optimize, uint netmask);

    // void pcap_freecode(struct bpf_program *fp);
    [LibraryImport(Name, EntryPoint = "pcap_freecode")]
    public static partial void FreeCode(Program* program);

    // char *pcap_geterr(pcap_t *p);
    [LibraryImport(Name, EntryPoint = "pcap_geterr")]
    public static partial byte* ErrorOf(PcapHandle pcap);

    // void pcap_close(pcap_t *p);
    [LibraryImport(Name, EntryPoint = "pcap_close")]
    public static partial void Close(nint pcap);

    /// <summary>struct bpf_program.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Program
    {
        public uint Length;
        public FilterInstruction* Instructions;
    }
}
