using Microsoft.AspNetCore.Mvc;
using Tegument.Contracts.Bans;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary>The query parameters of a listing of bans, as they were sent.</summary>
internal sealed class BanListing
{
    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    [FromQuery(Name = "after")]
    public string? After { get; init; }

    /// <summary>"prefix", "expires", "created" or "score"; with "-" before it, descending.</summary>
    [FromQuery(Name = "sort")]
    public string? Sort { get; init; }

    [FromQuery(Name = "jump")]
    public string? Jump { get; init; }

    [FromQuery(Name = "origin")]
    public string[]? Origin { get; init; }

    [FromQuery(Name = "covering")]
    public string? Covering { get; init; }

    [FromQuery(Name = "within")]
    public string? Within { get; init; }

    [FromQuery(Name = "actor")]
    public string? Actor { get; init; }

    [FromQuery(Name = "text")]
    public string? Text { get; init; }

    [FromQuery(Name = "expiresBefore")]
    public string? ExpiresBefore { get; init; }

    [FromQuery(Name = "createdSince")]
    public string? CreatedSince { get; init; }

    [FromQuery(Name = "minScore")]
    public double? MinScore { get; init; }

    /// <exception cref="Problems.ApiProblemException">A parameter makes no sense; it is named.</exception>
    public BanQuery Query()
    {
        var descending = Sort is ['-', ..];
        var query = new BanQuery(
            Check.Limit(Limit, 1000, BanQuery.MaxLimit),
            After,
            Sort: Check.Name<BanSort>(descending ? Sort![1..] : Sort, "sort") ?? BanSort.Prefix,
            Descending: descending,
            Origins: Check.Names<BanOrigin>(Origin, "origin"),
            Covering: Covering is null ? null : Check.Address(Covering, "covering"),
            Within: Within is null ? null : Check.Prefix(Within, "within"),
            Actor: Actor is null ? null : Check.Text(Actor, "actor", BanRequest.MaxActorLength),
            Text: Text is null ? null : Check.Text(Text, "text", BanQuery.MaxTextLength),
            ExpiresBefore: Check.Time(ExpiresBefore, "expiresBefore"),
            CreatedSince: Check.Time(CreatedSince, "createdSince"),
            MinScore: MinScore is null ? null : Check.Number(MinScore.Value, "minScore"),
            Jump: Jump is null ? null : Check.Address(Jump, "jump"));
        if (query.Jump is null) return query;
        if (query.Sort != BanSort.Prefix) throw Problems.ApiProblemException.Invalid("jump", "'jump' needs the sort 'prefix'");
        return After is null ? query : throw Problems.ApiProblemException.Invalid("jump", "'jump' and 'after' do not go together");
    }
}
