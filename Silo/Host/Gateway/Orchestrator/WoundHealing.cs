using System.Text.Json.Nodes;
using Orleans;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Wire;
using Tegument.Silo.Bans;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Gateway.Rest;
using Tegument.Silo.Host.Storage;
using Tegument.Silo.Policy;
using Tegument.Silo.Reputation;

namespace Tegument.Silo.Host.Gateway.Orchestrator;

/// <summary>
/// <c>/api/tegumentar/wound-healing</c>: what heals by itself (bans that end, suspects whose scores fade, a posture that is for a while), and
/// playbooks that heal on purpose: "calm" steps the posture back by one, never below balanced; "lift" lifts automatic bans that the posture
/// in force would not make; "heal" does both.
/// </summary>
internal static class WoundHealing
{
    private const int MaxShown = 100;
    private static readonly string[] Playbooks = ["heal", "calm", "lift"];

    public static async Task<JsonObject> Show(IGrainFactory grains, SuspectIndex suspects, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var posture = await Tegumentar.Current(grains);
        var soonest = await grains.GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key).List(new BanQuery(MaxShown, Sort: BanSort.Expires));
        return new JsonObject
        {
            ["status"] = "ok",
            ["posture"] = Tegumentar.NameOf(posture.Level),
            ["posture_returns_in_seconds"] = posture.Until is { } until ? Left(until, now) : null,
            ["suspects_fading"] = suspects.Count,
            ["bans"] = soonest.Total,
            ["ending_next"] = new JsonArray([.. soonest.Bans.Select(ban => new JsonObject
            {
                ["ip"] = ban.Prefix.ToString(),
                ["origin"] = WireName.Of(ban.Origin),
                ["reason"] = ban.Reason,
                ["ends_in_seconds"] = Left(ban.Expires, now),
            })]),
            ["playbooks"] = new JsonArray([.. Playbooks.Select(name => JsonValue.Create(name))]),
        };
    }

    public static async Task<JsonObject> Run(
        JsonObject body, HttpContext context, IGrainFactory grains, AutomaticBans automatic, PolicyBoard policies, AuditLog audit, TimeProvider time)
    {
        var playbook = Check.Text(body.Text("playbook"), "playbook", 100);
        if (!Playbooks.Contains(playbook, StringComparer.Ordinal))
            throw ApiProblemException.Invalid("playbook", $"'{playbook}' is none of {string.Join(", ", Playbooks)}");
        if (body["context"] is not (null or JsonObject)) throw ApiProblemException.Invalid("context", "'context' must be an object");
        var reason = Check.Reason((body["context"] as JsonObject)?.Text("reason") ?? $"wound healing: {playbook}");

        var posture = await Tegumentar.Current(grains);
        if (playbook != "lift" && posture.Level > PostureLevel.Balanced)
            posture = await PostureEndpoints.Put(new PosturePut(posture.Level - 1, reason), context, grains, audit, time);
        var lifted = playbook == "calm" ? 0 : await Lift(context, posture.Level, reason, automatic, policies, audit);

        // "queued" is the word that these callers wait for; here it has been done, and committed, by the time they read it.
        return new JsonObject { ["status"] = "queued", ["playbook"] = playbook, ["done"] = true, ["lifted"] = lifted, ["posture"] = Tegumentar.NameOf(posture.Level) };
    }

    private static async Task<int> Lift(HttpContext context, PostureLevel level, string reason, AutomaticBans automatic, PolicyBoard policies, AuditLog audit)
    {
        var caller = Caller.Of(context);
        var from = policies.Reputation.BansFrom(level);
        var lifted = await automatic.EndBelow(from, caller.Actor, reason);
        var which = from is { } score ? FormattableString.Invariant($"automatic bans below {score:0.#} points") : "all automatic bans";
        await audit.Append(new AuditRecord(caller.Actor, caller.From, "unban", which, reason, After: FormattableString.Invariant($"{lifted.Length} lifted")));
        return lifted.Length;
    }

    private static double Left(DateTimeOffset end, DateTimeOffset now) => Math.Max(0, Math.Round((end - now).TotalSeconds, 1));
}
