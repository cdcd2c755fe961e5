using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;

namespace Tegument.Contracts.Wire.Batches;

/// <summary>Writes a binary batch (<see cref="BatchFormat"/>). What it writes reads back the same, valid or not: judging is the silo's. Times lose
/// what lies below a microsecond, as in JSON.</summary>
public static class BatchWriter
{
    private const int MostNumberBytes = 10;

    /// <param name="version">What the reader knows; what that version cannot tell is left out.</param>
    public static void Write(EvidenceBatch batch, IBufferWriter<byte> to, byte version = BatchFormat.Version)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(to);
        var origin = batch.Items.Length > 0 ? Units(batch.Items[0].LastSeen) : batch.Incidents.Length > 0 ? Units(batch.Incidents[0].LastSeen) : 0;
        ArgumentOutOfRangeException.ThrowIfLessThan(version, BatchFormat.FirstVersion);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(version, BatchFormat.Version);
        Byte(to, version);
        Text(to, batch.Sensor);
        Text(to, batch.Start);
        Number(to, batch.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(to.GetSpan(sizeof(long)), origin);
        to.Advance(sizeof(long));
        var techniques = Techniques(to, batch);
        Number(to, batch.Items.Length);
        foreach (var item in batch.Items)
        {
            Item(to, item, origin, techniques);
            if (version >= BatchFormat.WithPorts) Ports(to, item.TopPorts ?? []);
        }

        Number(to, batch.Incidents.Length);
        foreach (var incident in batch.Incidents) Incident(to, incident, origin, techniques);
    }

    private static Dictionary<string, int> Techniques(IBufferWriter<byte> to, EvidenceBatch batch)
    {
        var techniques = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in batch.Items) techniques.TryAdd(item.Technique, techniques.Count);
        foreach (var incident in batch.Incidents) techniques.TryAdd(incident.Technique, techniques.Count);
        Number(to, techniques.Count);
        foreach (var technique in techniques.Keys) Text(to, technique); // Nothing was removed: in the order of their indexes.
        return techniques;
    }

    private static void Item(IBufferWriter<byte> to, EvidenceItem item, long origin, Dictionary<string, int> techniques)
    {
        Byte(to, (byte)item.Kind);
        Byte(to, (byte)(
            (item.Source.IsIPv4 ? 0 : BatchFormat.IPv6)
            | (item.Verified ? BatchFormat.Verified : 0)
            | (item.Conversation is null ? 0 : BatchFormat.HasConversation)
            | (item.NetworkConversation is null ? 0 : BatchFormat.HasNetworkConversation)
            | (item.Sample is null ? 0 : BatchFormat.HasSample)
            | (Math.Min(item.Severity, BatchFormat.MaxSeverity) << BatchFormat.SeverityShift)));
        Address(to, item.Source);
        Number(to, techniques[item.Technique]);
        Number(to, item.Incident);
        Number(to, item.Count);
        Number(to, item.Ports);
        Number(to, item.Targets);
        Times(to, item.FirstSeen, item.LastSeen, origin);
        if (item.Conversation is not null) Conversation(to, item.Conversation, origin);
        if (item.Sample is not null) Text(to, item.Sample);
        if (item.NetworkConversation is not null) Conversation(to, item.NetworkConversation, origin);
    }

    private static void Ports(IBufferWriter<byte> to, int[] ports)
    {
        Number(to, ports.Length);
        foreach (var port in ports) Number(to, port);
    }

    private static void Incident(IBufferWriter<byte> to, VictimIncident incident, long origin, Dictionary<string, int> techniques)
    {
        Number(to, incident.Id);
        Byte(to, (byte)incident.Kind);
        Byte(to, (byte)(
            (incident.Target.IsIPv4 ? 0 : BatchFormat.IPv6)
            | (incident.Mac is null ? 0 : BatchFormat.HasMac)
            | (incident.Detail is null ? 0 : BatchFormat.HasDetail)));
        Address(to, incident.Target);
        Number(to, techniques[incident.Technique]);
        Number(to, incident.Port);
        Number(to, incident.Sources);
        Number(to, incident.Packets);
        Times(to, incident.FirstSeen, incident.LastSeen, origin);
        Number(to, incident.TopSources.Length);
        foreach (var top in incident.TopSources)
        {
            Byte(to, top.Address.IsIPv4 ? (byte)0 : BatchFormat.IPv6);
            Address(to, top.Address);
            Number(to, top.Packets);
        }

        if (incident.Mac is not null) Text(to, incident.Mac);
        if (incident.Detail is not null) Text(to, incident.Detail);
    }

    private static void Times(IBufferWriter<byte> to, DateTimeOffset first, DateTimeOffset last, long origin)
    {
        Signed(to, Units(last) - origin);
        Signed(to, Units(last) - Units(first));
    }

    private static void Conversation(IBufferWriter<byte> to, Conversation conversation, long origin)
    {
        Signed(to, Units(conversation.Began) - origin);
        Signed(to, Units(conversation.LastData) - origin);
    }

    private static long Units(DateTimeOffset time) => time.UtcTicks / BatchFormat.TicksPerUnit;

    private static void Address(IBufferWriter<byte> to, IpKey address)
    {
        if (address.IsIPv4) BinaryPrimitives.WriteUInt32BigEndian(to.GetSpan(4), address.IPv4);
        else address.WriteIPv6(to.GetSpan(16));
        to.Advance(address.IsIPv4 ? 4 : 16);
    }

    private static void Text(IBufferWriter<byte> to, string text)
    {
        Number(to, Encoding.UTF8.GetByteCount(text));
        to.Advance(Encoding.UTF8.GetBytes(text, to.GetSpan(Encoding.UTF8.GetByteCount(text))));
    }

    private static void Signed(IBufferWriter<byte> to, long value) => Number(to, (value << 1) ^ (value >> 63));

    private static void Number(IBufferWriter<byte> to, long value)
    {
        var bytes = to.GetSpan(MostNumberBytes);
        var length = 0;
        var rest = (ulong)value;
        for (; rest >= 0x80; rest >>= 7) bytes[length++] = (byte)(rest | 0x80);
        bytes[length++] = (byte)rest;
        to.Advance(length);
    }

    private static void Byte(IBufferWriter<byte> to, byte value)
    {
        to.GetSpan(1)[0] = value;
        to.Advance(1);
    }
}
