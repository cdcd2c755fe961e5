using System.Reflection;
using Orleans;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Posture;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Link;
using Tegument.Silo.Host.Hosting;
using Tegument.Silo.Host.Policy;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>GET /api/v1/status</c>.</summary>
internal static class StatusEndpoint
{
    public static readonly string Version =
        typeof(StatusEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/status", Status)
        .Describe("status", "The silo, its storage, the posture and the fleet in numbers.", Allow.AnyToken);

    private static async Task<StatusReply> Status(
        IGrainFactory grains, SqliteDatabase database, LinkRegistry links, SiloClock clock, SteadyTimeProvider time, PolicyStore policy)
    {
        var posture = await grains.GetGrain<IPostureGrain>(IPostureGrain.Key).Get();
        var hosts = await grains.GetGrain<IFleetGrain>(IFleetGrain.Key).Hosts();
        var bans = await grains.GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key).List(new BanQuery(1));
        return new StatusReply(
            Version, clock.Started, Math.Round(clock.Uptime.TotalSeconds, 3), posture, Totals(bans.Total, hosts), links.Totals(), database.Report(),
            time.Report(), policy.Report());
    }

    private static FleetTotals Totals(long bans, HostStatus[] hosts)
    {
        var online = hosts.Where(h => h.Online).ToArray();
        var enforcing = online.Where(h => h.Report.Enforcing).ToArray();
        return new FleetTotals(
            bans, hosts.Length, online.Length, enforcing.Length, enforcing.Sum(h => h.Report.Decided), enforcing.Sum(h => h.Report.Enforced));
    }
}
