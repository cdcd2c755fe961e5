using System.Globalization;
using Tegument.Contracts.Evidence;

namespace Tegument.Contracts.Wire.Batches;

/// <summary>
/// Reads a binary batch (<see cref="BatchFormat"/>). Every malformed message has a named fault; none throws, and none makes us hold more
/// than a few times its own size. What the values may be is the silo's to check, as with JSON.
/// </summary>
public static class BatchReader
{
    private const int LeastItemBytes = 13;
    private const int LeastIncidentBytes = 14;
    private const int LeastTopBytes = 6;
    private const int MaxTechniques = 2 * EvidenceBatch.MaxItems;

    /// <param name="batch">Null when there is a fault.</param>
    /// <param name="where">One line for people that names field and fault; null when there is none.</param>
    public static BatchFault Read(ReadOnlySpan<byte> message, out EvidenceBatch? batch, out string? where)
    {
        var cursor = new ByteCursor(message);
        var version = cursor.Byte("version");
        if (version is < BatchFormat.FirstVersion or > BatchFormat.Version) cursor.Fail(BatchFault.Version, "version");
        var (sensor, start, sequence) = (cursor.Text("sensor"), cursor.Text("start"), cursor.Number("sequence"));
        var origin = cursor.Time("base");
        var techniques = new string[cursor.Count("techniques", MaxTechniques, 1)];
        for (var i = 0; i < techniques.Length; i++) techniques[i] = cursor.Text("techniques");
        where = TextOf(in cursor, null, 0);
        batch = null;

        var items = new EvidenceItem[cursor.Count("items", EvidenceBatch.MaxItems, LeastItemBytes)];
        for (var i = 0; i < items.Length && where is null; i++)
        {
            items[i] = Item(ref cursor, origin, techniques, version);
            where = TextOf(in cursor, "items", i);
        }

        var incidents = new VictimIncident[cursor.Count("incidents", EvidenceBatch.MaxItems, LeastIncidentBytes)];
        for (var i = 0; i < incidents.Length && where is null; i++)
        {
            incidents[i] = Incident(ref cursor, origin, techniques);
            where = TextOf(in cursor, "incidents", i);
        }

        if (cursor.Left > 0) cursor.Fail(BatchFault.Trailing, "incidents");
        where ??= TextOf(in cursor, null, 0);
        if (where is null) batch = new EvidenceBatch(sensor, start, sequence, items, incidents);
        return cursor.Fault;
    }

    private static EvidenceItem Item(ref ByteCursor cursor, long origin, string[] techniques, byte version)
    {
        var (kind, flags) = ((EvidenceKind)cursor.Byte("kind"), cursor.Byte("flags"));
        var source = cursor.Address((flags & BatchFormat.IPv6) != 0, "source");
        var technique = Technique(ref cursor, techniques);
        var (incident, count, ports, targets) = (cursor.Number("incident"), cursor.Number("count"), cursor.Int("ports"), cursor.Int("targets"));
        var last = origin + cursor.Signed("lastSeen");
        var first = last - cursor.Signed("firstSeen");
        return new EvidenceItem(
            source, kind, technique, incident, count, ports, targets,
            cursor.TimeOf(first, "firstSeen"), cursor.TimeOf(last, "lastSeen"),
            (flags & BatchFormat.Verified) != 0,
            (byte)(flags >> BatchFormat.SeverityShift),
            (flags & BatchFormat.HasConversation) != 0 ? Conversation(ref cursor, origin, "conversation") : null,
            (flags & BatchFormat.HasSample) != 0 ? cursor.Text("sample") : null,
            (flags & BatchFormat.HasNetworkConversation) != 0 ? Conversation(ref cursor, origin, "networkConversation") : null,
            version >= BatchFormat.WithPorts ? Ports(ref cursor) : null);
    }

    private static int[]? Ports(ref ByteCursor cursor)
    {
        var count = cursor.Count("topPorts", EvidenceItem.MaxTopPorts, 1);
        if (count == 0) return null;
        var ports = new int[count];
        for (var i = 0; i < count; i++) ports[i] = cursor.Int("topPorts");
        return ports;
    }

    private static VictimIncident Incident(ref ByteCursor cursor, long origin, string[] techniques)
    {
        var (id, kind, flags) = (cursor.Number("id"), (EvidenceKind)cursor.Byte("kind"), cursor.Byte("flags"));
        if ((flags & ~BatchFormat.IncidentFlags) != 0) cursor.Fail(BatchFault.Flag, "flags");
        var target = cursor.Address((flags & BatchFormat.IPv6) != 0, "target");
        var technique = Technique(ref cursor, techniques);
        var (port, sources, packets) = (cursor.Int("port"), cursor.Number("sources"), cursor.Number("packets"));
        var last = origin + cursor.Signed("lastSeen");
        var first = last - cursor.Signed("firstSeen");
        var tops = new TopSource[cursor.Count("topSources", VictimIncident.MaxTopSources, LeastTopBytes)];
        for (var i = 0; i < tops.Length; i++) tops[i] = Top(ref cursor);
        return new VictimIncident(
            id, kind, technique, target, port, sources, packets,
            cursor.TimeOf(first, "firstSeen"), cursor.TimeOf(last, "lastSeen"), tops,
            (flags & BatchFormat.HasMac) != 0 ? cursor.Text("mac") : null,
            (flags & BatchFormat.HasDetail) != 0 ? cursor.Text("detail") : null);
    }

    private static TopSource Top(ref ByteCursor cursor)
    {
        var flags = cursor.Byte("topSources");
        if (flags > BatchFormat.IPv6) cursor.Fail(BatchFault.Flag, "topSources");
        var address = cursor.Address(flags == BatchFormat.IPv6, "topSources");
        return new TopSource(address, cursor.Number("topSources"));
    }

    private static Conversation Conversation(ref ByteCursor cursor, long origin, string field)
    {
        var began = cursor.TimeOf(origin + cursor.Signed(field), field);
        return new Conversation(began, cursor.TimeOf(origin + cursor.Signed(field), field));
    }

    private static string Technique(ref ByteCursor cursor, string[] techniques)
    {
        var index = cursor.Number("technique");
        if ((ulong)index < (ulong)techniques.Length) return techniques[index];
        cursor.Fail(BatchFault.Technique, "technique");
        return "";
    }

    private static string? TextOf(in ByteCursor cursor, string? table, int index)
    {
        if (cursor.Fault == BatchFault.None) return null;
        var why = cursor.Fault switch
        {
            BatchFault.Version => $"only versions {BatchFormat.FirstVersion} to {BatchFormat.Version} are read",
            BatchFault.Truncated => "the message ends early",
            BatchFault.Number => "a number of more than 64 bits",
            BatchFault.Range => "out of range",
            BatchFault.Count => "more than a batch may have",
            BatchFault.Text => "not UTF-8",
            BatchFault.Technique => "not in the batch's table",
            BatchFault.Flag => "a flag that is not known",
            _ => "bytes behind the end",
        };
        return table is null
            ? $"batch.{cursor.Field}: {why}"
            : string.Create(CultureInfo.InvariantCulture, $"batch.{table}[{index}].{cursor.Field}: {why}");
    }
}
