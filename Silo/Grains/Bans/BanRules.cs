using Tegument.Contracts.Bans;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Bans;

/// <summary>What no ledger takes, whoever asks. Each refusal is one line for people.</summary>
public static class BanRules
{
    /// <summary>Shorter prefixes cut off continents; a slip, not a wish.</summary>
    public const int ShortestIPv4 = 8;

    public const int ShortestIPv6 = 16;

    /// <summary>The refusal of a decision that someone took back after it was made. The source's reputation must forget it as well.</summary>
    public const string LiftedSince = "lifted since it was decided";

    public const string OverAlready = "its time is over already";

    /// <summary>Null when the request may become a ban.</summary>
    public static string? Refuse(BanRequest request, IProtectionRules protection)
    {
        if (!Enum.IsDefined(request.Origin)) return "origin: not one we know";
        if (string.IsNullOrWhiteSpace(request.Actor)) return "actor: must say who bans";
        if (request.Actor.Length > BanRequest.MaxActorLength) return $"actor: at most {BanRequest.MaxActorLength} characters";
        if (string.IsNullOrWhiteSpace(request.Reason)) return "reason: must say why";
        if (request.Reason.Length > BanRequest.MaxReasonLength) return $"reason: at most {BanRequest.MaxReasonLength} characters";
        if (request.Ttl < BanRequest.MinTtl || request.Ttl > BanRequest.MaxTtl) return "ttl: must be 1 second to 3650 days";
        if (!double.IsFinite(request.Score)) return "score: must be a number";
        var shortest = request.Prefix.IsIPv4 ? ShortestIPv4 : ShortestIPv6;
        if (request.Prefix.Length < shortest) return $"{request.Prefix} is too wide: the shortest prefix is /{shortest}";

        // An automatic ban was judged with its source's evidence in hand, which decides whether a session protects it.
        var rule = protection.Protects(request.Prefix, bruteForce: request.Origin == BanOrigin.Automatic);
        return rule is null ? null : $"protected: {rule}";
    }
}
