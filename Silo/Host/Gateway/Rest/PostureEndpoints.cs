using Orleans;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>/api/v1/posture</c>.</summary>
internal static class PostureEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/posture", Get).Describe("posture", "The posture in force, who set it and why.", Allow.AnyToken);
        api.MapPut("/posture", Put)
            .Describe(
                "set-posture", "Sets the posture, for good or for a while.", Allow.Operators,
                StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
    }

    private static Task<PostureSnapshot> Get(IGrainFactory grains) => Grain(grains).Get();

    private static async Task<PostureSnapshot> Put(PosturePut body, HttpContext context, IGrainFactory grains, AuditLog audit, TimeProvider time)
    {
        var caller = Caller.Of(context);
        var reason = Check.Reason(body.Reason);
        var until = body.UntilSeconds is { } seconds
            ? time.GetUtcNow() + Check.Seconds(seconds, "untilSeconds", TimeSpan.FromSeconds(1), BanRequest.MaxTtl)
            : (DateTimeOffset?)null;
        var before = await Grain(grains).Get();
        var after = await Grain(grains).Set(new PostureChange(body.Level, caller.Actor, reason, until));
        await audit.Append(new AuditRecord(caller.Actor, caller.From, "posture", "fleet", reason, Before: Text(before), After: Text(after)));
        return after;
    }

    private static string Text(PostureSnapshot posture) => posture.Until is { } until
        ? FormattableString.Invariant($"{WireName.Of(posture.Level)} until {until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}")
        : WireName.Of(posture.Level);

    private static IPostureGrain Grain(IGrainFactory grains) => grains.GetGrain<IPostureGrain>(IPostureGrain.Key);
}
