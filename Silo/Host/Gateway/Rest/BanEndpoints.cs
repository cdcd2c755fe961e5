using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Wire;
using Tegument.Silo.Bans;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Conditional;
using Tegument.Silo.Host.Gateway.OpenApi;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary>
/// <c>/api/v1/bans</c>. An operator's ban is manual and holds in every posture; a sensor's is of origin "api", made for a program on its
/// host, and a sensor lifts only those.
/// </summary>
internal static class BanEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/bans", List)
            .Describe("list-bans", "Active bans, a page at a time, filtered and sorted.", Allow.AnyToken, StatusCodes.Status400BadRequest)
            .Tagged<BanList>(Tags.Of)
            .Example("limit=100&origin=manual");
        api.MapPost("/bans", Ban)
            .Describe(
                "ban", "Bans an address or prefix; answers once it is committed.", Allow.Banning,
                StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable)
            .Example(body: """{"address":"198.51.100.7","reason":"guesses passwords","ttlSeconds":3600}""");
        api.MapDelete("/bans", Unban)
            .Describe(
                "unban", "Lifts the bans of exactly this address or prefix.", Allow.Banning,
                StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable)
            .Example("address=198.51.100.7&reason=it was the auditor");
    }

    private static async Task<BanList> List(IGrainFactory grains, TimeProvider time, [AsParameters] BanListing listing)
    {
        var page = await Listed(grains, listing.Query());
        var now = time.GetUtcNow();
        return new BanList([.. page.Bans.Select(ban => BanView.Of(ban, now))], page.Total, page.Next, page.TotalIsExact);
    }

    /// <summary>The ledger's page; what it refuses is the caller's doing.</summary>
    internal static async Task<BanPage> Listed(IGrainFactory grains, BanQuery query)
    {
        try
        {
            return await Ledger(grains).List(query);
        }
        catch (ArgumentException e)
        {
            var field = e.Message.Split(':', 2)[0];
            throw ApiProblemException.Invalid(field, e.Message);
        }
    }

    private static Task<BanReply> Ban(
        BanCreate body, HttpContext context, BanOperations bans, IGrainFactory grains, AuditLog audit, TimeProvider time) =>
        Make(body, context, bans, grains, audit, time, note: null);

    /// <param name="note">More that the audit log is to keep of a ban, beside what it is.</param>
    internal static async Task<BanReply> Make(
        BanCreate body, HttpContext context, BanOperations bans, IGrainFactory grains, AuditLog audit, TimeProvider time, string? note)
    {
        var caller = Caller.Of(context);
        var reason = Check.Reason(body.Reason);
        var ttl = Check.Seconds(body.TtlSeconds ?? BanCreate.DefaultTtlSeconds, "ttlSeconds", BanRequest.MinTtl, BanRequest.MaxTtl);
        var origin = caller.IsOperator ? BanOrigin.Manual : BanOrigin.Api;
        var before = await Standing(grains, body.Address, origin);
        var outcome = await bans.Ban(new BanRequest(body.Address, origin, caller.Actor, reason, ttl));
        var record = new AuditRecord(caller.Actor, caller.From, "ban", body.Address.ToString(), reason, Before: Text(before), After: Text(outcome.Ban ?? before) + note);
        if (outcome.Ban is not { } ban)
        {
            await audit.Append(record with { Outcome = $"refused: {outcome.Refusal}" });
            throw Refused(outcome.Refusal ?? "no reason given");
        }

        await audit.Append(record);
        return new BanReply(BanView.Of(ban, time.GetUtcNow()), outcome.Changed, await EnforcementNote(grains));
    }

    internal static async Task<UnbanReply> Unban(
        HttpContext context, BanOperations bans, AuditLog audit, TimeProvider time, string? address, string? reason, string? origin)
    {
        var caller = Caller.Of(context);
        var prefix = Check.Prefix(address, "address");
        var why = Check.Reason(reason);
        var only = Check.Name<BanOrigin>(origin, "origin");
        if (!caller.IsOperator) only = BanOrigin.Api;
        var result = await bans.Unban(prefix, only, caller.Actor, why);
        var before = result.Lifted.Length == 0 ? null : string.Join("; ", result.Lifted.Select(Text));
        await audit.Append(new AuditRecord(caller.Actor, caller.From, "unban", prefix.ToString(), why, Before: before));
        var now = time.GetUtcNow();
        return new UnbanReply([.. result.Lifted.Select(ban => BanView.Of(ban, now))], StillBanned(result.Covering));
    }

    /// <summary>The ledger says why in one line; a protected address is a conflict with a rule, all else is the request's own fault.</summary>
    private static ApiProblemException Refused(string refusal)
    {
        const string Protected = "protected: ";
        return refusal.StartsWith(Protected, StringComparison.Ordinal)
            ? ApiProblemException.Conflict("address is protected", $"never banned: {refusal[Protected.Length..]}", "address")
            : ApiProblemException.Invalid("address", refusal);
    }

    internal static async Task<string?> EnforcementNote(IGrainFactory grains)
    {
        var hosts = await grains.GetGrain<IFleetGrain>(IFleetGrain.Key).Hosts();
        if (!hosts.Any(h => h.Online)) return "decided, not enforced here: no host is connected";
        return hosts.Any(h => h.Online && h.Report.Enforcing) ? null : "decided, not enforced here: every connected host only observes";
    }

    private static string? StillBanned(Ban[] covering) => covering.Length == 0
        ? null
        : "still banned by " + string.Join(", ", covering.Take(5).Select(ban => $"{ban.Prefix} ({WireName.Of(ban.Origin)})"));

    private static async Task<Ban?> Standing(IGrainFactory grains, IpPrefix prefix, BanOrigin origin)
    {
        var page = await Ledger(grains).List(new BanQuery(BanQuery.MaxLimit, Origin: origin, Covering: prefix.Address));
        return page.Bans.FirstOrDefault(ban => ban.Prefix == prefix);
    }

    private static string? Text(Ban? ban) => ban is null
        ? null
        : FormattableString.Invariant($"{WireName.Of(ban.Origin)} by {ban.Actor} until {ban.Expires.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}: {ban.Reason}");

    private static IBanLedgerGrain Ledger(IGrainFactory grains) => grains.GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key);
}
