using Orleans;
using Tegument.Contracts.Api;
using Tegument.Contracts.Fleet;
using Tegument.Silo.Fleet;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Conditional;
using Tegument.Silo.Host.Gateway.Link;
using Tegument.Silo.Host.Gateway.OpenApi;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>/api/v1/hosts</c>.</summary>
internal static class HostEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/hosts", List)
            .Describe("list-hosts", "The fleet's hosts with their last report, by name.", Allow.Viewers, StatusCodes.Status400BadRequest)
            .Tagged<HostList>(Tags.Of)
            .Example("limit=100&online=true");
        api.MapPost("/hosts/{host}/flush", Flush)
            .Describe(
                "flush-host", "Has a connected host empty its table and only observe.", Allow.Admins,
                StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict)
            .Example(route: "host=web1", body: """{"reason":"moving to another rack"}""");
    }

    private static async Task<HostList> List(IGrainFactory grains, int? limit, string? after, bool? online, bool? enforcing, string? name)
    {
        var matching = (await grains.GetGrain<IFleetGrain>(IFleetGrain.Key).Hosts())
            .Where(host => (online is null || host.Online == online) && (enforcing is null || host.Report.Enforcing == enforcing))
            .Where(host => name is null || host.Report.Host.Contains(name, StringComparison.OrdinalIgnoreCase));
        var page = Page.Of(
            matching, Check.Limit(limit, 1000, FleetState.MaxHosts),
            after is null ? null : host => string.CompareOrdinal(host.Report.Host, after) > 0, host => host.Report.Host);
        return new HostList(page.Items, page.Total, page.Next);
    }

    private static async Task<FlushReply> Flush(string host, FlushRequest body, HttpContext context, LinkRegistry links, AuditLog audit)
    {
        var caller = Caller.Of(context);
        var reason = Check.Reason(body.Reason);
        var sent = links.Command(host, "flush", caller.Actor, reason);
        var record = new AuditRecord(caller.Actor, caller.From, "flush", host, reason);
        if (sent == 0)
        {
            await audit.Append(record with { Outcome = "refused: not connected" });
            throw ApiProblemException.Conflict("host is not connected", $"no executor of host '{host}' is connected; run 'tegument flush' there", "host");
        }

        await audit.Append(record);
        return new FlushReply(host, sent);
    }
}
