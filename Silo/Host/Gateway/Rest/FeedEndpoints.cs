using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Silo.Host.Feeds;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.OpenApi;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>/api/v1/feeds</c>: the policy's block lists. They are changed in the policy file.</summary>
internal static class FeedEndpoints
{
    private const int MaxPage = 10_000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/feeds", List).Describe("list-feeds", "The block lists and how they fare.", Allow.Viewers);
        api.MapGet("/feeds/{name}/entries", Entries)
            .Describe("list-feed-entries", "What a block list names, as last taken.", Allow.Viewers, StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound)
            .Example("limit=5&covering=198.51.100.7", route: "name=drop");
        api.MapPost("/feeds/{name}/refresh", Refresh)
            .Describe("refresh-feed", "Asks for a block list now, and answers when it has been taken or refused.", Allow.Operators, StatusCodes.Status404NotFound)
            .Example(route: "name=drop");
    }

    private static FeedList List(FeedRunner feeds) => new(feeds.Views());

    private static FeedEntryList Entries(FeedRunner feeds, string name, int? limit, string? after, string? covering)
    {
        var entries = feeds.Entries(name) ?? throw Unknown(name);
        var most = Check.Limit(limit, 1000, MaxPage);
        IEnumerable<IpPrefix> found = entries;
        if (covering is not null)
        {
            var address = Check.Address(covering, "covering");
            found = found.Where(entry => entry.Contains(address));
        }

        if (after is not null)
        {
            var last = Check.Prefix(after, "after");
            found = found.Where(entry => entry > last);
        }

        var page = found.Order().Take(most + 1).ToArray();
        return page.Length <= most ? new FeedEntryList(page, entries.Count, null) : new FeedEntryList(page[..^1], entries.Count, page[^2].ToString());
    }

    private static async Task<FeedView> Refresh(FeedRunner feeds, string name, HttpContext context, AuditLog audit)
    {
        var caller = Caller.Of(context);
        if (feeds.Entries(name) is null) throw Unknown(name);
        await audit.Append(new AuditRecord(caller.Actor, caller.From, "feed-refresh", name, "asked for now"));
        return await feeds.Refresh(name, context.RequestAborted) ?? throw Unknown(name);
    }

    private static ApiProblemException Unknown(string name) =>
        ApiProblemException.NotFound($"the policy has no block list '{(name.Length > 64 ? name[..64] : name)}'");
}
