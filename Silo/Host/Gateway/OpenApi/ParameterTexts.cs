using Microsoft.OpenApi;

namespace Tegument.Silo.Host.Gateway.OpenApi;

/// <summary>
/// What each parameter means, by "operation.name" where a name means something of its own there, else by name: the same word means the same
/// everywhere.
/// </summary>
internal static class ParameterTexts
{
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["limit"] = "Items per page.",
        ["after"] = "The page before this one gave it as its next.",
        ["audit.before"] = "Entries older than this id: a page's next.",
        ["posture-history.before"] = "Only what was willed before this: a page's next.",
        ["action"] = "Only these actions, such as ban or posture; several with commas.",
        ["subject"] = "Exactly this address, host or token.",
        ["until"] = "Only what happened before this time.",
        ["hash"] = "The hash that the entry with this id had, as it was kept elsewhere.",
        ["audit.since"] = "Only what happened at or after this time.",
        ["export-audit.since"] = "Only what happened at or after this time.",
        ["qualia-history.since"] = "From when on: a time, or how long ago, such as 15m or 2h.",
        ["evidence-series.since"] = "From when on: a time, or how long ago, such as 15m or 2h.",
        ["list-attackers.since"] = "From when on: a time, or how long ago, such as 12h; a day when absent.",
        ["list-attackers.until"] = "Up to when, in the same forms; now when absent.",
        ["list-evidence.within"] = "Only sources that are this address or lie in this network.",
        ["list-evidence.since"] = "Only what was told at or after this time, or so long ago, such as 1h.",
        ["list-evidence.until"] = "Only what was told before this time, in the same forms; incidents show as they stood then.",
        ["technique"] = "Exactly this technique or rule id.",
        ["sensor"] = "Exactly this sensor.",
        ["list-targets.since"] = "How long before now, such as 1h; 15m when absent. A time is taken as well.",
        ["list-targets.limit"] = "How many at most.",
        ["list-feed-entries.covering"] = "Only entries that contain this address.",
        ["level"] = "The posture: explore, balanced, hardened or lockdown.",
        ["step"] = "Seconds that a step lasts; the silo picks one that fits when absent.",
        ["techniques"] = "Whether kinds are split up by technique.",
        ["verify-audit.id"] = "An entry whose hash was kept elsewhere.",
        ["format"] = "The file's format: csv or json; for bans also plain or nft.",
        ["ttlSeconds"] = "How long bans last for which the file does not say.",
        ["dryRun"] = "Says what would happen, and does nothing.",
        ["onError"] = "What a bad line does: refuse the whole file, or skip the line.",
        ["origin"] = "Only bans of this origin: automatic, manual, feed or api; several with commas where a list is read.",
        ["covering"] = "Only bans that contain this address.",
        ["within"] = "Only bans that lie in this network, itself included.",
        ["actor"] = "Exactly this actor.",
        ["text"] = "Only what holds this text, without regard to case.",
        ["sort"] = "The order: prefix, expires, created or score; with a leading '-' the other way round.",
        ["jump"] = "Begins at this address, in the order of prefixes.",
        ["expiresBefore"] = "Only what ends before this time.",
        ["createdSince"] = "Only what was made at or after this time.",
        ["minScore"] = "Only bans of sources with this score or more.",
        ["address"] = "An IPv4 or IPv6 address; where bans are lifted, also ADDRESS/LENGTH.",
        ["reason"] = "Why, for the audit log; 1 to 500 characters.",
        ["host"] = "The host's name, as it gave it itself.",
        ["name"] = "Only what has this in its name, without regard to case.",
        ["list-feed-entries.name"] = "The block list's name in the policy.",
        ["refresh-feed.name"] = "The block list's name in the policy.",
        ["change-user.name"] = "The user's name, in whatever case.",
        ["delete-user.name"] = "The user's name, in whatever case.",
        ["online"] = "Only hosts that are (true) or are not (false) online.",
        ["enforcing"] = "Only hosts that do (true) or do not (false) enforce.",
        ["kind"] = "Only this kind of evidence, such as syn-flood.",
        ["target"] = "Only victims that are this address or lie in this network.",
        ["since"] = "Only what was seen at or after this time.",
        ["role"] = "Only tokens that hold this role.",
        ["revoked"] = "Only tokens that are (true) or are not (false) revoked.",
        ["id"] = "The id that the list gives.",
        ["types"] = "Kinds of events, with commas between them; all that the token may hear when absent.",
        ["lastEventId"] = "Goes on after this event, for clients that cannot send Last-Event-ID.",
    };

    public static Task Describe(OpenApiOperation operation)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            parameter.Description ??= Texts.GetValueOrDefault($"{operation.OperationId}.{parameter.Name}") ?? Texts.GetValueOrDefault(parameter.Name ?? "");
        return Task.CompletedTask;
    }
}
