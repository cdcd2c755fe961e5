using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;

namespace Tegument.Silo.Host.Recording;

/// <summary>What a recorded row says of where an incident was aimed.</summary>
/// <param name="At">When it was told, in ticks; <paramref name="FirstSeen"/> likewise.</param>
internal readonly record struct TargetRow(
    IpKey Source, long Run, EvidenceKind Kind, string Technique, long Incident, long At, long FirstSeen, long Count, int Ports, int[] TopPorts) : IComparable<TargetRow>
{
    /// <summary>Source by source, incident by incident, the latest first.</summary>
    public int CompareTo(TargetRow other)
    {
        var order = Source.CompareTo(other.Source);
        if (order == 0) order = Run.CompareTo(other.Run);
        if (order == 0) order = Kind.CompareTo(other.Kind);
        if (order == 0) order = string.CompareOrdinal(Technique, other.Technique);
        if (order == 0) order = Incident.CompareTo(other.Incident);
        return order == 0 ? other.At.CompareTo(At) : order;
    }

    public bool IsSameIncident(in TargetRow other) =>
        Source == other.Source && Run == other.Run && Kind == other.Kind && Technique == other.Technique && Incident == other.Incident;
}
