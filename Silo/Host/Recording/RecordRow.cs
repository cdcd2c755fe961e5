using Tegument.Contracts.Evidence;

namespace Tegument.Silo.Host.Recording;

/// <summary>
/// What is known of an incident at the end of a minute, on its way to the database. It holds values and not the item, which so dies with its
/// batch. Times are ticks in UTC.
/// </summary>
internal struct RecordRow
{
    /// <summary>When the silo took the last of it.</summary>
    public long At;

    public long Count;
    public long FirstSeen;
    public long LastSeen;
    public int Ports;
    public int Targets;
    public byte Severity;

    /// <summary>Said once is enough.</summary>
    public bool Verified;

    /// <summary>The last that was told of our acquaintance with the source.</summary>
    public Conversation? Talk;

    /// <summary>The same of its network.</summary>
    public Conversation? NetworkTalk;

    /// <summary>The last that was told for people; null for nothing.</summary>
    public string? Sample;

    /// <summary>The last ports that were told; null for none.</summary>
    public int[]? TopPorts;

    /// <summary>Takes a claim of the incident, the first or a later one: totals never fall.</summary>
    public void Take(EvidenceItem item, long at)
    {
        At = at;
        Verified |= item.Verified;
        if (item.Conversation is { } talk) Talk = talk;
        if (item.NetworkConversation is { } networkTalk) NetworkTalk = networkTalk;
        if (item.Count < Count) return;
        Sample = item.Sample ?? Sample;
        TopPorts = item.TopPorts is { Length: > 0 } ports ? ports : TopPorts;
        (Count, Ports, Targets, Severity) = (item.Count, item.Ports, item.Targets, item.Severity);
        (FirstSeen, LastSeen) = (item.FirstSeen.UtcTicks, item.LastSeen.UtcTicks);
    }
}
