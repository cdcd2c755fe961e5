using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Link;
using Tegument.Silo.Host.Gateway.OpenApi;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Storage;
using Tegument.Silo.Policy;
using Tegument.Silo.Posture;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>/api/v1/posture/lockdown</c> and <c>/api/v1/posture/confirm</c>: what a lockdown would do, and its dead-man's switch.</summary>
internal static class LockdownEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/posture/lockdown", Preview)
            .Describe("preview-lockdown", "What a lockdown would do now, and whether an address would get through.", Allow.Viewers, StatusCodes.Status400BadRequest)
            .Example("address=203.0.113.4");
        api.MapPost("/posture/confirm", Confirm)
            .Describe(
                "confirm-lockdown", "Confirms a lockdown, from a session that still works: it then holds as it was asked for.", Allow.Operators,
                StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable)
            .Example(body: """{"version":null}""");
    }

    private static async Task<LockdownPreview> Preview(
        string? address, HttpContext context, IGrainFactory grains, LinkRegistry links, PolicyBoard policy, ProtectionRules protection)
    {
        var asked = Check.Address(address ?? Caller.Of(context).From, "address");
        var lockdown = policy.Current.Lockdown;
        var sources = protection.Friends(links.Peers()).Distinct().Take(LockdownOrder.MaxSources).ToArray();
        return new LockdownPreview(
            asked.ToString(), AdmittedBy(asked, sources, protection), lockdown.ConfirmWithin.TotalSeconds, sources.Length,
            lockdown.AllowedTcpPorts, lockdown.AllowedUdpPorts, (await Enforcing(grains)).Length);
    }

    /// <summary>
    /// Whoever confirms proves that a session works once every host is closed: so the request must come after each enforcing host that is
    /// online has told that it acted on this order.
    /// </summary>
    private static async Task<PostureSnapshot> Confirm(PostureConfirm body, HttpContext context, IGrainFactory grains, AuditLog audit)
    {
        var caller = Caller.Of(context);
        var grain = grains.GetGrain<IPostureGrain>(IPostureGrain.Key);
        var before = await grain.Get();
        var version = body.Version ?? before.Version;
        var record = new AuditRecord(caller.Actor, caller.From, "confirm", "fleet", "lockdown", Before: "lockdown, unconfirmed");
        var refusal = Refusal(before, version) ?? await Waiting(grains, before);
        PostureSnapshot? after = null;
        try
        {
            if (refusal is null) after = await grain.Confirm(new PostureConfirmation(version, caller.Actor));
        }
        catch (InvalidOperationException e)
        {
            refusal = e.Message;
        }

        if (after is null)
        {
            await audit.Append(record with { Before = WireName.Of(before.Level), Outcome = $"refused: {refusal}" });
            throw ApiProblemException.Conflict("not confirmed", refusal!);
        }

        await audit.Append(record with { After = PostureEndpoints.Text(after) });
        return after;
    }

    private static string? Refusal(PostureSnapshot posture, long version)
    {
        if (posture.Pending is null) return $"the posture is {WireName.Of(posture.Level)} and waits for no confirmation; an unconfirmed lockdown may have run out";
        return posture.Version == version ? null : $"the posture is at version {posture.Version}, not {version}";
    }

    private static async Task<string?> Waiting(IGrainFactory grains, PostureSnapshot posture)
    {
        string[] waiting =
        [
            .. (await Enforcing(grains)).Where(h => h.Report.Lockdown is { } report && !LockdownOrders.HasActed(report, posture)).Select(h => h.Report.Host),
        ];
        if (waiting.Length == 0) return null;
        var more = waiting.Length > 5 ? $" and {waiting.Length - 5} more" : "";
        return $"not every host is closed yet, so nothing is proven: {string.Join(", ", waiting.Take(5))}{more}; try again in a moment";
    }

    private static async Task<HostStatus[]> Enforcing(IGrainFactory grains) =>
        [.. (await grains.GetGrain<IFleetGrain>(IFleetGrain.Key).Hosts()).Where(h => h.Online && h.Report.Enforcing)];

    private static string? AdmittedBy(IpKey address, IpPrefix[] sources, ProtectionRules protection)
    {
        if (address.IsLoopback) return "loopback";
        if (!Array.Exists(sources, source => source.Contains(address))) return null;
        return protection.Protects(IpPrefix.Of(address)) ?? "a linked host";
    }
}
