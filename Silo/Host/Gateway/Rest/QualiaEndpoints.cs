using Orleans;
using Tegument.Contracts.Qualia;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Qualia;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>/api/v1/qualia</c>.</summary>
internal static class QualiaEndpoints
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/qualia", Now)
        .Describe("qualia", "How the fleet feels now: pressure, temperature and pain, each with what is usual and where it comes from.", Allow.Viewers);

    private static async Task<QualiaSnapshot> Now(QualiaBoard board, IGrainFactory grains) =>
        board.Current ?? await grains.GetGrain<IQualiaGrain>(IQualiaGrain.Key).Now();
}
