using Tegument.Contracts.Reputation;
using Tegument.Silo.Bans;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.OpenApi;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>GET /api/v1/explain</c>.</summary>
internal static class ExplainEndpoint
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/explain", Explain)
        .Describe("explain", "Why an address is banned or not, and what would change that.", Allow.AnyToken, StatusCodes.Status400BadRequest)
        .Example("address=198.51.100.7");

    private static Task<Explanation> Explain(BanOperations bans, string? address) => bans.Explain(Check.Address(address, "address"));
}
