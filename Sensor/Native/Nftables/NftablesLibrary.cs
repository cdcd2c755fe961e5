using System.Runtime.InteropServices;

namespace Tegument.Sensor.Native.Nftables;

/// <summary>The few functions of libnftables(3) that we call; prototypes from nftables/libnftables.h.</summary>
internal static unsafe partial class NftablesLibrary
{
    private const string Name = "libnftables.so.1";

    // struct nft_ctx *nft_ctx_new(uint32_t flags);
    [LibraryImport(Name, EntryPoint = "nft_ctx_new")]
    public static partial NftablesContextHandle NewContext(uint flags);

    // void nft_ctx_free(struct nft_ctx *ctx);
    [LibraryImport(Name, EntryPoint = "nft_ctx_free")]
    public static partial void FreeContext(nint context);

    // int nft_ctx_buffer_output(struct nft_ctx *ctx);
    [LibraryImport(Name, EntryPoint = "nft_ctx_buffer_output")]
    public static partial int BufferOutput(NftablesContextHandle context);

    // int nft_ctx_buffer_error(struct nft_ctx *ctx);
    [LibraryImport(Name, EntryPoint = "nft_ctx_buffer_error")]
    public static partial int BufferError(NftablesContextHandle context);

    // const char *nft_ctx_get_output_buffer(struct nft_ctx *ctx); valid until the next command
    [LibraryImport(Name, EntryPoint = "nft_ctx_get_output_buffer")]
    public static partial byte* OutputBuffer(NftablesContextHandle context);

    // const char *nft_ctx_get_error_buffer(struct nft_ctx *ctx); valid until the next command
    [LibraryImport(Name, EntryPoint = "nft_ctx_get_error_buffer")]
    public static partial byte* ErrorBuffer(NftablesContextHandle context);

    // void nft_ctx_output_set_flags(struct nft_ctx *ctx, unsigned int flags);
    [LibraryImport(Name, EntryPoint = "nft_ctx_output_set_flags")]
    public static partial void SetOutputFlags(NftablesContextHandle context, uint flags);

    // int nft_run_cmd_from_buffer(struct nft_ctx *nft, const char *buf); 0 when the whole buffer was committed as one transaction
    [LibraryImport(Name, EntryPoint = "nft_run_cmd_from_buffer")]
    public static partial int Run(NftablesContextHandle context, byte* nullTerminated);
}
