using Tegument.Contracts.Api;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Live;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary>The routes of <c>/api/v1</c>, one file each.</summary>
public static class RestApi
{
    public static void MapRestApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1");
        StatusEndpoint.Map(api);
        BanEndpoints.Map(api);
        BanBulkEndpoints.Map(api);
        BanExchangeEndpoints.Map(api);
        ExplainEndpoint.Map(api);
        PostureEndpoints.Map(api);
        LockdownEndpoints.Map(api);
        HostEndpoints.Map(api);
        IncidentEndpoint.Map(api);
        TokenEndpoints.Map(api);
        SessionEndpoints.Map(api);
        UserEndpoints.Map(api);
        BouncerEndpoint.Map(api);
        FeedEndpoints.Map(api);
        AttackerEndpoint.Map(api);
        EvidenceEndpoints.Map(api);
        AuditEndpoint.Map(api);
        LiveEndpoints.Map(api);
        QualiaEndpoints.Map(api);
        PolicyEndpoints.Map(api);
        HealthEndpoint.Map(app);
    }

    /// <summary>Names an endpoint in the OpenAPI document and says whom it allows and how it refuses.</summary>
    internal static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string name, string summary, Allow allow, params int[] refusals)
    {
        endpoint.WithName(name).WithSummary(summary).WithTags("tegument").WithMetadata(allow);
        if (allow.Roles is not null)
        {
            Refusing(endpoint, StatusCodes.Status401Unauthorized);
            Refusing(endpoint, StatusCodes.Status403Forbidden);
            Refusing(endpoint, StatusCodes.Status429TooManyRequests);
        }

        foreach (var status in refusals) Refusing(endpoint, status);
        return endpoint;
    }

    private static void Refusing(RouteHandlerBuilder endpoint, int status) => endpoint.Produces<ProblemReply>(status, ProblemReply.MediaType);
}
