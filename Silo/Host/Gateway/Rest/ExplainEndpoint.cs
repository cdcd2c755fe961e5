using Tegument.Contracts.Reputation;
using Tegument.Silo.Bans;
using Tegument.Silo.Host.Gateway.Access;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>GET /api/v1/explain</c>.</summary>
internal static class ExplainEndpoint
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/explain", Explain)
        .Describe("explain", "Why an address is banned or not, and what would change that.", Allow.AnyToken, StatusCodes.Status400BadRequest);

    private static Task<Explanation> Explain(BanOperations bans, string? address) => bans.Explain(Check.Address(address, "address"));
}
