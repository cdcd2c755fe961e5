using System.Buffers.Binary;
using Tegument.Contracts.Addresses;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Feeds;

/// <summary>Keeps lists over restarts, so that what leaves a list while the silo is away is lifted when it is back. Safe on any thread.</summary>
public sealed class FeedStore(SqliteDatabase database)
{
    private const int EntryBytes = 17;

    public Dictionary<string, FeedTaken> Load() => database.Read(session =>
    {
        const string Sql = "SELECT name, url, etag, modified, hash, changed, renewed, skipped, entries FROM feeds";
        var feeds = new Dictionary<string, FeedTaken>(StringComparer.Ordinal);
        using var row = session.Bind(Sql).ExecuteReader();
        while (row.Read())
        {
            feeds.Add(row.GetString(0), new FeedTaken(
                row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), (byte[])row[4],
                new DateTimeOffset(row.GetInt64(5), TimeSpan.Zero), new DateTimeOffset(row.GetInt64(6), TimeSpan.Zero), row.GetInt64(7), Unpack((byte[])row[8])));
        }

        return feeds;
    });

    public Task Save(string name, FeedTaken taken)
    {
        ArgumentNullException.ThrowIfNull(taken);
        var entries = Pack(taken.Entries);
        return database.Write(session => session.Execute(
            "INSERT OR REPLACE INTO feeds (name, url, etag, modified, hash, changed, renewed, skipped, entries) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            name, taken.Url, taken.ETag, taken.Modified, taken.Hash, taken.Changed.UtcTicks, taken.Renewed.UtcTicks, taken.Skipped, entries));
    }

    public Task Forget(string name) => database.Write(session => session.Execute("DELETE FROM feeds WHERE name = $1", name));

    private static byte[] Pack(IReadOnlySet<IpPrefix> entries)
    {
        var bytes = new byte[entries.Count * EntryBytes];
        var at = 0;
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(at), entry.Address.Upper);
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(at + 8), entry.Address.Lower);
            bytes[at + 16] = entry.Length;
            at += EntryBytes;
        }

        return bytes;
    }

    private static HashSet<IpPrefix> Unpack(ReadOnlySpan<byte> bytes)
    {
        var entries = new HashSet<IpPrefix>(bytes.Length / EntryBytes);
        for (; bytes.Length >= EntryBytes; bytes = bytes[EntryBytes..])
        {
            var address = new IpKey(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
            if (bytes[16] <= address.Bits) entries.Add(new IpPrefix(address, bytes[16]));
        }

        return entries;
    }
}
