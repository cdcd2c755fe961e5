using Tegument.Contracts.Bans;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Bans;

/// <summary>What no ledger takes, whoever asks. Each refusal is one line for people.</summary>
public static class BanRules
{
    /// <summary>Shorter prefixes cut off continents; a slip, not a wish.</summary>
    public const int ShortestIPv4 = 8;

    public const int ShortestIPv6 = 16;

    /// <summary>In one call, which is one commit.</summary>
    public const int MaxRequests = 100_000;

    /// <summary>The refusal of a decision that someone took back after it was made. The source's reputation must forget it as well.</summary>
    public const string LiftedSince = "lifted since it was decided";

    public const string OverAlready = "its time is over already";

    /// <summary>Null when the request may become a ban.</summary>
    public static string? Refuse(BanRequest request, IProtectionRules protection)
    {
        if (!Enum.IsDefined(request.Origin)) return "origin: not one we know";
        if (RefuseWords(request.Actor, request.Reason) is { } words) return words;
        if (request.Ttl < BanRequest.MinTtl || request.Ttl > BanRequest.MaxTtl) return "ttl: must be 1 second to 3650 days";
        if (!double.IsFinite(request.Score)) return "score: must be a number";
        var shortest = request.Prefix.IsIPv4 ? ShortestIPv4 : ShortestIPv6;
        if (request.Prefix.Length < shortest) return $"{request.Prefix} is too wide: the shortest prefix is /{shortest}";

        // An automatic ban was judged with its source's evidence in hand, which decides whether a session protects it.
        var rule = protection.Protects(request.Prefix, bruteForce: request.Origin == BanOrigin.Automatic);
        return rule is null ? null : $"protected: {rule}";
    }

    /// <summary>Null when a change says who and why.</summary>
    public static string? RefuseWords(string actor, string reason)
    {
        if (string.IsNullOrWhiteSpace(actor)) return "actor: must say who";
        if (actor.Length > BanRequest.MaxActorLength) return $"actor: at most {BanRequest.MaxActorLength} characters";
        if (string.IsNullOrWhiteSpace(reason)) return "reason: must say why";
        return reason.Length > BanRequest.MaxReasonLength ? $"reason: at most {BanRequest.MaxReasonLength} characters" : null;
    }
}
