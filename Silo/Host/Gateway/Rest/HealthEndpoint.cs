using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>GET /healthz</c>: one word for load balancers and service managers; 200 while the silo can keep its promises.</summary>
internal static class HealthEndpoint
{
    public static void Map(IEndpointRouteBuilder app) => app
        .MapGet("/healthz", Health)
        .Describe("health", "Whether the silo can store what it decides.", Allow.Everybody)
        .Produces<string>(StatusCodes.Status200OK, "text/plain")
        .Produces<string>(StatusCodes.Status503ServiceUnavailable, "text/plain");

    private static IResult Health(SqliteDatabase database)
    {
        var state = database.Report().State;
        return state == StorageState.Ready
            ? Results.Text("ok\n")
            : Results.Text($"storage: {WireName.Of(state)}\n", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
