using Orleans;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Reputation;

namespace Tegument.Silo.Reputation;

/// <summary>
/// All that is stored of one source. Points are held as of <see cref="At"/> and decay when read; nothing ticks.
/// Bounded: at most <see cref="MaxIncidents"/> incidents, the oldest that can be spared forgotten first, its points kept in <see cref="Residue"/>.
/// </summary>
[GenerateSerializer, Alias("tegument.ReputationState")]
public sealed class ReputationState
{
    public const int MaxIncidents = 32;
    public const int MaxPast = 8;

    /// <summary>The latest time this state was judged at; it never runs back.</summary>
    [Id(0)] public DateTimeOffset At { get; set; }

    [Id(1)] public Standing Standing { get; set; }

    /// <summary>Verified bans so far that have not faded.</summary>
    [Id(2)] public int Strikes { get; set; }

    [Id(3)] public DateTimeOffset? LastBanEnded { get; set; }

    /// <summary>The ban that holds, or held when this was last judged.</summary>
    [Id(4)] public BanDecision? Ban { get; set; }

    [Id(5)] public List<IncidentRecord> Incidents { get; set; } = [];

    /// <summary>Points of forgotten incidents, as of <see cref="At"/>.</summary>
    [Id(6)] public double Residue { get; set; }

    /// <summary>Incidents forgotten for room.</summary>
    [Id(7)] public long Forgotten { get; set; }

    [Id(8)] public Conversation? Conversation { get; set; }

    /// <summary>The part of <see cref="Residue"/> that nobody can have forged.</summary>
    [Id(9)] public double ProvenResidue { get; set; }

    /// <summary>The last <see cref="MaxPast"/> bans that are over, latest last; null for none. Forgotten with the strikes.</summary>
    [Id(10)] public List<PastBan>? Past { get; set; }

    /// <summary>A state to try things on; shares nothing that changes.</summary>
    public ReputationState Copy()
    {
        var copy = (ReputationState)MemberwiseClone();
        copy.Incidents = Incidents.ConvertAll(incident => incident.Copy());
        copy.Past = Past is null ? null : [.. Past];
        return copy;
    }
}
