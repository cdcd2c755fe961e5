using System.Runtime.InteropServices;

namespace Tegument.Sensor.Native.Nftables;

/// <summary>Owns a <c>struct nft_ctx</c>.</summary>
internal sealed class NftablesContextHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NftablesLibrary.FreeContext(handle);
        return true;
    }
}
