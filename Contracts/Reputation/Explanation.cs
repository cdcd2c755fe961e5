using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Networks;
using Tegument.Contracts.Posture;

namespace Tegument.Contracts.Reputation;

/// <summary>Everything that decided, or would decide, an address' fate: written so that a person can check the sum.</summary>
/// <param name="Key">What was judged: the address, or the IPv6 /64 it lies in.</param>
/// <param name="Threshold">The score that bans under <paramref name="Posture"/>; null when the posture never bans.</param>
/// <param name="Verified">The verified evidence alone reaches the threshold, or did when the ban that holds was made.</param>
/// <param name="Flip">The smallest change that would flip the outcome, in words.</param>
/// <param name="Protection">The rule that protects the address, or null.</param>
[GenerateSerializer, Immutable, Alias("tegument.Explanation")]
public sealed record Explanation(
    [property: Id(0)] IpKey Address,
    [property: Id(1)] string Key,
    [property: Id(2)] Standing Standing,
    [property: Id(3)] double Score,
    [property: Id(4)] PostureLevel Posture,
    [property: Id(5)] double? Threshold,
    [property: Id(6)] int Strikes,
    [property: Id(7)] bool Verified,
    [property: Id(8)] double Corroboration,
    [property: Id(9)] string[] Sensors,
    [property: Id(10)] Contribution[] Evidence,
    [property: Id(11)] Ban[] Bans,
    [property: Id(12)] string? Protection,
    [property: Id(13)] string? Note,
    [property: Id(14)] string Flip,
    [property: Id(15)] DateTimeOffset At)
{
    /// <summary>Where the console shows this, relative to its address.</summary>
    [Id(16)] public string? Link { get; init; }

    /// <summary>What each posture bans at now.</summary>
    [Id(17)] public PostureScores? Thresholds { get; init; }

    /// <summary>The version of the policy that weighs now; null when it has none.</summary>
    [Id(18)] public string? Policy { get; init; }

    /// <summary>Points left of all evidence, forgotten incidents included, before corroboration: times <see cref="Corroboration"/> it is the score.</summary>
    [Id(19)] public double Sum { get; init; }

    /// <summary>The part of the sum that incidents left which were forgotten for room.</summary>
    [Id(20)] public double ForgottenPoints { get; init; }

    /// <summary>The ban that holds, as it was decided; null when the source's own reputation bans nothing.</summary>
    [Id(21)] public PastBan? Decision { get; init; }

    /// <summary>How long the next ban would last were it verified.</summary>
    [Id(22)] public double NextBanSeconds { get; init; }

    /// <summary>The last bans that are over, latest first.</summary>
    [Id(23)] public PastBan[] Past { get; init; } = [];

    /// <summary>What <see cref="Flip"/> says, for programs: each change alone turns the outcome around. Empty when none does.</summary>
    [Id(24)] public FlipChange[] Changes { get; init; } = [];

    /// <summary>The conversation with us that unverified evidence must not break; null when none is known.</summary>
    [Id(25)] public Conversation? Acquaintance { get; init; }

    /// <summary>The networks that a ban of this address counts for, the narrowest first; empty for who is judged alone.</summary>
    [Id(26)] public NetworkView[] Networks { get; init; } = [];

    /// <summary>What evidence weighs is halved in this time, over and over; 0 from a silo too old to say.</summary>
    [Id(27)] public double HalfLifeSeconds { get; init; }

    /// <summary>The policy's numbers that made the sums; null from a silo too old to say.</summary>
    [Id(28)] public ScoreRules? Rules { get; init; }
}
