using Tegument.Contracts.Evidence;

namespace Tegument.Silo.Ingest;

/// <summary>What a sensor may not send. A batch is taken whole or not at all; the refusal is one line that names the item and the field.</summary>
public static class EvidenceCheck
{
    public const int MaxNameLength = 64;
    private const int MaxMacLength = 32;
    private static readonly string PortsRefusal = $"topPorts: at most {EvidenceItem.MaxTopPorts}, each 0 to 65535";
    private static readonly string TechniqueRefusal = $"technique: at most {EvidenceItem.MaxTechniqueLength} printable characters";

    /// <summary>Null when the batch may be weighed.</summary>
    public static string? Refuse(EvidenceBatch? batch)
    {
        if (batch is null) return "batch: missing";
        if (!IsName(batch.Sensor)) return $"sensor: must be 1 to {MaxNameLength} printable characters";
        if (!IsName(batch.Start)) return $"start: must be 1 to {MaxNameLength} printable characters";
        if (batch.Sequence < 0) return "sequence: must not be negative";
        if (batch.Items is null) return "items: missing";
        if (batch.Incidents is null) return "incidents: missing";
        if (batch.Items.Length > EvidenceBatch.MaxItems) return $"items: {batch.Items.Length} are more than {EvidenceBatch.MaxItems}";
        if (batch.Incidents.Length > EvidenceBatch.MaxItems) return $"incidents: {batch.Incidents.Length} are more than {EvidenceBatch.MaxItems}";
        for (var i = 0; i < batch.Items.Length; i++)
        {
            if (Refuse(batch.Items[i]) is { } fault) return $"items[{i}].{fault}";
        }

        for (var i = 0; i < batch.Incidents.Length; i++)
        {
            if (Refuse(batch.Incidents[i]) is { } fault) return $"incidents[{i}].{fault}";
        }

        return null;
    }

    private static string? Refuse(EvidenceItem? item)
    {
        if (item is null) return "item: missing";
        if (item.Source == default) return "source: missing";
        if (item.Kind == EvidenceKind.None || !Enum.IsDefined(item.Kind)) return "kind: not one we know";
        if (item.Kind is EvidenceKind.Feed or EvidenceKind.Manual) return "kind: a sensor reports what it saw; feeds and people decide elsewhere";
        if (!IsText(item.Technique, EvidenceItem.MaxTechniqueLength)) return TechniqueRefusal;
        if (item.Incident < 0) return "incident: must not be negative";
        if (item.Count < 0) return "count: must not be negative";
        if (item.Ports is < 0 or > 65_536) return "ports: must be 0 to 65536";
        if (item.Targets < 0) return "targets: must not be negative";
        if (item.FirstSeen > item.LastSeen) return "firstSeen: lies after lastSeen";
        if (item.Severity > 4) return "severity: must be 0 to 4";
        if (item.Conversation is { } conversation && conversation.Began > conversation.LastData) return "conversation.began: lies after lastData";
        if (item.NetworkConversation is { } network && network.Began > network.LastData) return "networkConversation.began: lies after lastData";
        if (item.TopPorts is { } tops && !ArePorts(tops)) return PortsRefusal;
        return item.Sample?.Length > EvidenceItem.MaxSampleLength ? $"sample: at most {EvidenceItem.MaxSampleLength} characters" : null;
    }

    private static string? Refuse(VictimIncident? incident)
    {
        if (incident is null) return "incident: missing";
        if (incident.Kind == EvidenceKind.None || !Enum.IsDefined(incident.Kind)) return "kind: not one we know";
        if (!IsText(incident.Technique, EvidenceItem.MaxTechniqueLength)) return TechniqueRefusal;
        if (incident.Id < 0) return "id: must not be negative";
        if (incident.Port is < 0 or > 65_535) return "port: must be 0 to 65535";
        if (incident.Sources < 0) return "sources: must not be negative";
        if (incident.Packets < 0) return "packets: must not be negative";
        if (incident.FirstSeen > incident.LastSeen) return "firstSeen: lies after lastSeen";
        if (incident.TopSources is null) return "topSources: missing";
        if (incident.TopSources.Length > VictimIncident.MaxTopSources) return $"topSources: at most {VictimIncident.MaxTopSources}";
        if (Array.Exists(incident.TopSources, source => source is null || source.Packets < 0)) return "topSources: one is missing or negative";
        if (incident.Detail?.Length > EvidenceItem.MaxSampleLength) return $"detail: at most {EvidenceItem.MaxSampleLength} characters";
        return incident.Mac is null || IsText(incident.Mac, MaxMacLength) ? null : "mac: not a hardware address";
    }

    private static bool ArePorts(ReadOnlySpan<int> ports) => ports.Length <= EvidenceItem.MaxTopPorts && !ports.ContainsAnyExceptInRange(0, 65_535);

    private static bool IsName(string? text) => !string.IsNullOrWhiteSpace(text) && IsText(text, MaxNameLength);

    private static bool IsText(string? text, int maxLength)
    {
        if (text is null || text.Length > maxLength) return false;
        foreach (var character in text)
        {
            if (char.IsControl(character)) return false;
        }

        return true;
    }
}
