using Microsoft.AspNetCore.Http.Metadata;

namespace Tegument.Silo.Host.Gateway;

/// <summary>An endpoint's own bound on request bodies, in place of <see cref="GatewayLimits.MaxBodyBytes"/>.</summary>
internal sealed record BodyLimit(long Bytes) : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => Bytes;

    public static long Of(HttpRequest request) =>
        request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? GatewayLimits.MaxBodyBytes;
}
