using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>GET /api/v1/audit</c>.</summary>
internal static class AuditEndpoint
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/audit", (AuditLog audit, int? limit, long? before) => audit.Page(Check.Limit(limit, 100, AuditLog.MaxPage), before))
        .Describe("audit", "Who did what, why and from where, newest first.", Allow.Admins, StatusCodes.Status400BadRequest);
}
