using Orleans;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Conditional;
using Tegument.Silo.Host.Gateway.OpenApi;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Storage;
using Tegument.Silo.Policy;
using Tegument.Silo.Posture;
using Tegument.Silo.Qualia;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>/api/v1/posture</c>.</summary>
internal static class PostureEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/posture", Get).Describe("posture", "The posture in force, who set it and why.", Allow.AnyToken).Tagged<PostureSnapshot>(Tags.Of, exact: true);
        api.MapPut("/posture", Put)
            .Describe(
                "set-posture", "Sets the posture, for good or for a while.", Allow.Operators,
                StatusCodes.Status400BadRequest, StatusCodes.Status412PreconditionFailed, StatusCodes.Status503ServiceUnavailable)
            .Tagged<PostureSnapshot>(Tags.Of, exact: true)
            .Example(body: """{"level":"hardened","reason":"a siege is announced","untilSeconds":7200}""");
        api.MapDelete("/posture", Release)
            .Describe(
                "release-posture", "Ends every manual choice: the default posture returns, and the qualia move it where the policy says so.", Allow.Operators,
                StatusCodes.Status400BadRequest, StatusCodes.Status412PreconditionFailed, StatusCodes.Status503ServiceUnavailable)
            .Tagged<PostureSnapshot>(Tags.Of, exact: true)
            .Example("reason=the siege is over");
        api.MapGet("/posture/history", History)
            .Describe("posture-history", "Who willed which posture, why, from when until when; newest first.", Allow.Viewers, StatusCodes.Status400BadRequest)
            .Example("limit=20");
        api.MapGet("/posture/preview", Preview)
            .Describe("posture-preview", "Whom another posture would ban or release now; changes nothing.", Allow.Viewers, StatusCodes.Status400BadRequest)
            .Example("level=hardened");
        api.MapGet("/posture/adaptive", Adaptive)
            .Describe("posture-adaptive", "Whether the qualia move the posture, and what they would do now.", Allow.AnyToken);
    }

    private static Task<PosturePreview> Preview(PosturePreviews previews, string? level) =>
        previews.Of(Check.Name<PostureLevel>(level, "level") ?? throw ApiProblemException.Invalid("level", "'level' is missing: explore, balanced, hardened or lockdown"));

    private static async Task<PostureSnapshot> Release(HttpContext context, IGrainFactory grains, AuditLog audit, string? reason)
    {
        var caller = Caller.Of(context);
        var why = Check.Reason(reason);
        var before = await Grain(grains).Get();
        EntityTag.Require(context, Tags.Of(before));
        var after = await Followed(grains, Grain(grains).Release(new PostureRelease(caller.Actor, why, EntityTag.IsConditional(context) ? before.Version : null)));
        await audit.Append(new AuditRecord(caller.Actor, caller.From, "posture-release", "fleet", why, Before: Text(before), After: Text(after)));
        return after;
    }

    private static async Task<PostureHistoryList> History(IGrainFactory grains, int? limit, long? before)
    {
        var most = Check.Limit(limit, 100, 1000);
        var periods = await Grain(grains).History(most, before ?? long.MaxValue);
        return new PostureHistoryList(periods, periods.Length == most ? periods[^1].Posture.Version : null);
    }

    private static async Task<AdaptiveReport> Adaptive(IGrainFactory grains, PolicyBoard policy, QualiaBoard qualia) =>
        AdaptiveText.Report(policy.Current.Adaptive, await Grain(grains).Get(), qualia.Current);

    private static Task<PostureSnapshot> Get(IGrainFactory grains) => Grain(grains).Get();

    internal static async Task<PostureSnapshot> Put(PosturePut body, HttpContext context, IGrainFactory grains, AuditLog audit, TimeProvider time)
    {
        var caller = Caller.Of(context);
        var reason = Check.Reason(body.Reason);
        var until = body.UntilSeconds is { } seconds
            ? time.GetUtcNow() + Check.Seconds(seconds, "untilSeconds", TimeSpan.FromSeconds(1), BanRequest.MaxTtl)
            : (DateTimeOffset?)null;
        var within = ConfirmWithin(body);
        var before = await Grain(grains).Get();
        EntityTag.Require(context, Tags.Of(before));
        var after = await Set(grains, new PostureChange(body.Level, caller.Actor, reason, until, EntityTag.IsConditional(context) ? before.Version : null, within));
        await audit.Append(new AuditRecord(caller.Actor, caller.From, "posture", "fleet", reason, Before: Text(before), After: Text(after)));
        return after;
    }

    private static Task<PostureSnapshot> Set(IGrainFactory grains, PostureChange change) => Followed(grains, Grain(grains).Set(change));

    private static async Task<PostureSnapshot> Followed(IGrainFactory grains, Task<PostureSnapshot> change)
    {
        try
        {
            return await change;
        }
        catch (ArgumentException e) when (e.Message.StartsWith("expected:", StringComparison.Ordinal))
        {
            throw EntityTag.Changed(Tags.Of(await Grain(grains).Get())); // Somebody was quicker since we looked.
        }
    }

    private static TimeSpan? ConfirmWithin(PosturePut body)
    {
        if (body.ConfirmWithinSeconds is not { } seconds) return null;
        if (body.Level != PostureLevel.Lockdown) throw ApiProblemException.Invalid("confirmWithinSeconds", "'confirmWithinSeconds' goes with lockdown only");
        return Check.Seconds(seconds, "confirmWithinSeconds", LockdownPolicy.ShortestConfirmWithin, LockdownPolicy.LongestConfirmWithin);
    }

    internal static string Text(PostureSnapshot posture) => posture.Until is { } until
        ? FormattableString.Invariant($"{WireName.Of(posture.Level)} until {until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}{(posture.Pending is null ? "" : " unless confirmed")}")
        : WireName.Of(posture.Level);

    private static IPostureGrain Grain(IGrainFactory grains) => grains.GetGrain<IPostureGrain>(IPostureGrain.Key);
}
