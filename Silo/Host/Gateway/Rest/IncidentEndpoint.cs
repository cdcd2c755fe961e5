using System.Globalization;
using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Fleet;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Conditional;
using Tegument.Silo.Host.Gateway.OpenApi;
using Tegument.Silo.Host.Gateway.Problems;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>GET /api/v1/incidents</c>.</summary>
internal static class IncidentEndpoint
{
    private const int MaxPage = 1000;

    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/incidents", List)
        .Describe("list-incidents", "Recent floods, amplifications and spoofs, last seen first.", Allow.Viewers, StatusCodes.Status400BadRequest)
        .Tagged<IncidentList>(Tags.Of)
        .Example("limit=10&kind=syn-flood&target=192.0.2.0/24");

    private static async Task<IncidentList> List(IGrainFactory grains, int? limit, string? after, string? kind, string? target, DateTimeOffset? since)
    {
        var wanted = Check.Name<EvidenceKind>(kind, "kind");
        var network = target is null ? (IpPrefix?)null : Check.Prefix(target, "target");
        var cursor = after is null ? ((long Seen, long Id)?)null : Cursor(after);
        var matching = (await grains.GetGrain<IFleetGrain>(IFleetGrain.Key).RecentIncidents(MaxPage))
            .Where(i => (wanted is null || i.Kind == wanted) && (since is null || i.LastSeen >= since) && (network is null || network.Value.Contains(i.Target)))
            .OrderByDescending(Key);
        var page = Page.Of(matching, Check.Limit(limit, 100, MaxPage), cursor is { } at ? i => Key(i).CompareTo(at) < 0 : null, Cursor);
        return new IncidentList(page.Items, page.Total, page.Next);
    }

    private static (long Seen, long Id) Key(VictimIncident incident) => (incident.LastSeen.UtcTicks, incident.Id);

    private static string Cursor(VictimIncident incident) => string.Create(CultureInfo.InvariantCulture, $"{incident.LastSeen.UtcTicks}-{incident.Id}");

    private static (long Seen, long Id) Cursor(string text) => text.Split('-') is [var seen, var id]
        && long.TryParse(seen, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (ticks, number)
            : throw ApiProblemException.Invalid("after", "'after' is not a page's 'next'");
}
