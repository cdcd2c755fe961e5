using Orleans;
using Tegument.Contracts.Api;
using Tegument.Contracts.Fleet;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Conditional;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>GET /api/v1/incidents</c>.</summary>
internal static class IncidentEndpoint
{
    private const int MaxPage = 1000;

    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/incidents", List)
        .Describe("list-incidents", "Recent floods, amplifications and spoofs, newest first.", Allow.Viewers, StatusCodes.Status400BadRequest)
        .Tagged<IncidentList>(Tags.Of);

    private static async Task<IncidentList> List(IGrainFactory grains, int? limit) =>
        new(await grains.GetGrain<IFleetGrain>(IFleetGrain.Key).RecentIncidents(Check.Limit(limit, 100, MaxPage)));
}
