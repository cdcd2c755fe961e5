using Orleans;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Wire;
using Tegument.Silo.Bans;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.OpenApi;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>/api/v1/bans/bulk</c> and <c>/api/v1/bans/lift</c>: many bans in one call, one line in the audit log.</summary>
internal static class BanBulkEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/bans/bulk", Bulk)
            .Describe(
                "ban-bulk", "Bans up to 10,000 addresses or prefixes in one commit and says what became of each.", Allow.Operators,
                StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status503ServiceUnavailable)
            .WithMetadata(new BodyLimit(GatewayLimits.MaxBulkBytes))
            .Example(body: """{"bans":[{"address":"198.51.100.40","reason":"seen at a friend's"},{"address":"203.0.113.0/28","reason":"the whole rack","ttlSeconds":600}]}""");
        api.MapPost("/bans/lift", Lift)
            .Describe(
                "lift-bans", "Lifts listed bans, or all that a filter finds; a dry run counts them.", Allow.Operators,
                StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status503ServiceUnavailable)
            .WithMetadata(new BodyLimit(GatewayLimits.MaxBulkBytes))
            .Example(body: """{"reason":"what was imported by mistake","within":"203.0.113.0/24","dryRun":true}""");
    }

    private static async Task<BanBulkReply> Bulk(BanBulk body, HttpContext context, BanBatches batches, IGrainFactory grains, AuditLog audit)
    {
        var caller = Caller.Of(context);
        if (body.Bans.Length is 0 or > BanBulk.MaxBans) throw ApiProblemException.Invalid("bans", $"'bans' must hold 1 to {BanBulk.MaxBans}");
        var requests = new BanRequest[body.Bans.Length];
        for (var i = 0; i < requests.Length; i++)
        {
            var ban = body.Bans[i] ?? throw ApiProblemException.Invalid($"bans[{i}]", $"'bans[{i}]' must not be null");
            requests[i] = new BanRequest(
                ban.Address, BanOrigin.Manual, caller.Actor, Check.Text(ban.Reason, $"bans[{i}].reason", BanRequest.MaxReasonLength),
                Check.Seconds(ban.TtlSeconds ?? BanCreate.DefaultTtlSeconds, $"bans[{i}].ttlSeconds", BanRequest.MinTtl, BanRequest.MaxTtl));
        }

        var outcomes = await batches.Ban(requests, body.DryRun);
        var items = outcomes.Select((outcome, i) => new BanBulkItem(requests[i].Prefix, outcome.Changed, outcome.Ban?.Expires, outcome.Refusal)).ToArray();
        var (made, refused) = (items.Count(item => item.Changed), items.Count(item => item.Refusal is not null));
        var reply = new BanBulkReply(made, items.Length - made - refused, refused, items, await BanEndpoints.EnforcementNote(grains));
        if (body.DryRun) return reply;
        await audit.Append(new AuditRecord(
            caller.Actor, caller.From, "ban-bulk", Subject(requests.Select(request => request.Prefix.ToString())), requests[0].Reason,
            made == 0 && refused > 0 ? $"refused: {items.First(item => item.Refusal is not null).Refusal}" : AuditRecord.Done,
            After: $"{reply.Made} made, {reply.Unchanged} unchanged, {reply.Refused} refused"));
        return reply;
    }

    private static async Task<BanLiftReply> Lift(BanLift body, HttpContext context, BanBatches batches, IGrainFactory grains, AuditLog audit, TimeProvider time)
    {
        var caller = Caller.Of(context);
        var reason = Check.Reason(body.Reason);
        var query = QueryOf(body);
        var now = time.GetUtcNow();
        var standing = body.Addresses is { } addresses ? await Standing(grains, addresses, body.Origins) : null;
        var count = standing?.Length ?? await batches.Count(query);
        if (body.DryRun) return new BanLiftReply(count, true, Sample(standing ?? (await BanEndpoints.Listed(grains, query with { Limit = BanLiftReply.MaxSample })).Bans, now));
        var record = new AuditRecord(caller.Actor, caller.From, "lift", SubjectOf(body), reason);
        if (body.Expect is { } expected && expected != count)
        {
            await audit.Append(record with { Outcome = $"refused: {count} match and not {expected}" });
            throw ApiProblemException.Conflict("another count", $"{count} bans match and not {expected}; nothing was lifted", "expect");
        }

        var (sample, lifted) = (new List<Ban>(), 0L);
        try
        {
            if (standing is not null) await batches.Lift(Array.ConvertAll(standing, ban => new BanKey(ban.Prefix, ban.Origin)), caller.Actor, reason, Take);
            else await batches.Lift(query, caller.Actor, reason, Take);
        }
        catch (StorageException e) when (lifted > 0)
        {
            throw new ApiProblemException(
                StatusCodes.Status503ServiceUnavailable, "storage", $"{lifted} bans were lifted, the others were not: {e.Message}; ask again");
        }

        await audit.Append(record with { Before = Subject(sample.Select(ban => $"{ban.Prefix} ({WireName.Of(ban.Origin)})")), After = $"{lifted} lifted" });
        return new BanLiftReply(lifted, false, Sample(sample, now));

        void Take(Ban[] bans)
        {
            lifted += bans.Length;
            sample.AddRange(bans.Take(BanLiftReply.MaxSample - sample.Count));
        }
    }

    /// <exception cref="ApiProblemException">It names nothing, or both a list and a filter.</exception>
    private static BanQuery QueryOf(BanLift body)
    {
        var filters = body.Within is not null || body.Covering is not null || body.Actor is not null || body.Text is not null ||
            body.ExpiresBefore is not null || body.CreatedSince is not null || body.MinScore is not null;
        if (body.Addresses is { } addresses)
        {
            if (filters) throw ApiProblemException.Invalid("addresses", "beside 'addresses' only 'origins' may be given");
            if (addresses.Length is 0 or > BanLift.MaxAddresses) throw ApiProblemException.Invalid("addresses", $"'addresses' must hold 1 to {BanLift.MaxAddresses}");
        }
        else if (!filters && body.Origins is not { Length: > 0 })
        {
            throw ApiProblemException.Invalid("addresses", "name 'addresses', or a filter; 'origins' with all four lifts everything");
        }

        return new BanQuery(
            Origins: body.Origins, Within: body.Within, Covering: body.Covering,
            Actor: body.Actor is null ? null : Check.Text(body.Actor, "actor", BanRequest.MaxActorLength),
            Text: body.Text is null ? null : Check.Text(body.Text, "text", BanQuery.MaxTextLength),
            ExpiresBefore: body.ExpiresBefore, CreatedSince: body.CreatedSince,
            MinScore: body.MinScore is { } score ? Check.Number(score, "minScore") : null);
    }

    private static async Task<Ban[]> Standing(IGrainFactory grains, Contracts.Addresses.IpPrefix[] addresses, BanOrigin[]? origins)
    {
        var keys = addresses.Distinct().SelectMany(address => (origins is { Length: > 0 } ? origins.Distinct() : Enum.GetValues<BanOrigin>()).Select(origin => new BanKey(address, origin)));
        return await grains.GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key).Find([.. keys]);
    }

    private static BanView[] Sample(IReadOnlyList<Ban> bans, DateTimeOffset now) => [.. bans.Take(BanLiftReply.MaxSample).Select(ban => BanView.Of(ban, now))];

    private static string SubjectOf(BanLift body)
    {
        if (body.Addresses is { } addresses) return Subject(addresses.Select(address => address.ToString()));
        (string Name, string? Value)[] parts =
        [
            ("origins", body.Origins is { Length: > 0 } origins ? string.Join(',', origins.Select(origin => WireName.Of(origin))) : null),
            ("within", body.Within?.ToString()), ("covering", body.Covering?.ToString()), ("actor", body.Actor), ("text", body.Text),
            ("expires before", body.ExpiresBefore?.ToString("u")), ("created since", body.CreatedSince?.ToString("u")),
            ("score from", body.MinScore?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ];
        return string.Join(", ", parts.Where(part => part.Value is not null).Select(part => $"{part.Name} {part.Value}"));
    }

    /// <summary>The first of many names, and how many more.</summary>
    private static string Subject(IEnumerable<string> names)
    {
        const int shown = 20;
        var all = names.ToArray();
        return string.Join(", ", all.Take(shown)) + (all.Length > shown ? $" and {all.Length - shown} more" : "");
    }
}
