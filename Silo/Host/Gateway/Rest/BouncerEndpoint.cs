using Tegument.Contracts.Api;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>GET /api/v1/bouncers</c>: who pulls decisions at <c>/v1</c>, and when last.</summary>
internal static class BouncerEndpoint
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/bouncers", List)
        .Describe("list-bouncers", "Firewalls of other makers that pull decisions, the latest puller first.", Allow.Viewers);

    private static BouncerList List(BouncerStore store, TokenStore tokens)
    {
        var names = tokens.List().ToDictionary(token => token.Id, token => token.Name);
        return new BouncerList([.. store.List().Select(bouncer => new BouncerView(
            bouncer.Token, names.GetValueOrDefault(bouncer.Token), bouncer.Address, bouncer.Agent, bouncer.First, bouncer.Pulled, bouncer.Position.Revision))]);
    }
}
