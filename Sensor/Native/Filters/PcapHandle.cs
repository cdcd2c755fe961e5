using System.Runtime.InteropServices;

namespace Tegument.Sensor.Native.Filters;

/// <summary>Owns a <c>pcap_t</c>.</summary>
internal sealed class PcapHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        PcapLibrary.Close(handle);
        return true;
    }
}
