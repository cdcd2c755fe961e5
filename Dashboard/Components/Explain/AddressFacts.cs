using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Reputation;

namespace Tegument.Dashboard.Components.Explain;

/// <summary>What the silo answered about one address. Immutable.</summary>
/// <param name="Received">By the console's clock, when the explanation was made by the silo's.</param>
public sealed record AddressFacts(Explanation Explanation, EvidenceList? Evidence, DateTimeOffset Received)
{
    /// <summary>What is judged: the address, or the /64 that it lies in.</summary>
    public IpPrefix Judged => IpPrefix.TryParse(Explanation.Key, out var prefix, out _) ? prefix : IpPrefix.Of(Explanation.Address);

    public bool JudgedAsNetwork => !Judged.IsSingle;

    /// <summary>The ban that lasts longest of those that cover it; null when none does.</summary>
    public Ban? Holding => Explanation.Bans.MaxBy(ban => ban.Expires);

    /// <summary>Banned by whatever origin: what traffic from it meets.</summary>
    public Standing Standing => Explanation.Bans.Length > 0 ? Standing.Banned : Explanation.Standing;

    public bool Unheard => Explanation is { Evidence.Length: 0, Bans.Length: 0, Past.Length: 0, Decision: null } && Evidence is null or { Items.Length: 0 };

    /// <summary>The silo's time now.</summary>
    public DateTimeOffset SiloTime(DateTimeOffset now) => Explanation.At + (now - Received);

    /// <summary>The earliest that is still known of it; null when nothing is.</summary>
    public DateTimeOffset? FirstSeen
    {
        get
        {
            var times = Explanation.Evidence.Select(evidence => evidence.FirstSeen)
                .Concat(Explanation.Past.Select(ban => ban.DecidedAt))
                .Concat((Evidence?.Items ?? []).Select(row => row.FirstSeen)).ToList();
            return times.Count == 0 ? null : times.Min();
        }
    }
}
