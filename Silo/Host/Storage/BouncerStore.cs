using Microsoft.Data.Sqlite;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Silo.Host.Storage;

/// <summary>
/// How far each bouncer has come, and which bans ended lately. Kept: bouncers of the last 30 days, at most <see cref="MaxBouncers"/> (the
/// longest silent go first), and a day of ends, at most a million (the database itself forgets the oldest). Safe on any thread.
/// </summary>
public sealed class BouncerStore(SqliteDatabase database, TimeProvider time)
{
    public const int MaxBouncers = 10_000;

    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);
    private static readonly TimeSpan EndsKept = TimeSpan.FromDays(1);

    public Bouncer? Find(string token, string address) => database.Read(session =>
    {
        const string Sql = "SELECT token, address, agent, ledger, revision, first, pulled FROM bouncers WHERE token = $1 AND address = $2";
        using var row = session.Bind(Sql, token, address).ExecuteReader();
        return row.Read() ? Row(row) : null;
    });

    /// <summary>The latest puller first.</summary>
    public Bouncer[] List() => database.Read(session =>
    {
        const string Sql = "SELECT token, address, agent, ledger, revision, first, pulled FROM bouncers ORDER BY pulled DESC";
        var bouncers = new List<Bouncer>();
        using var row = session.Bind(Sql).ExecuteReader();
        while (row.Read()) bouncers.Add(Row(row));
        return bouncers.ToArray();
    });

    /// <summary>Durable before it completes; what has grown old goes with it.</summary>
    public Task Save(Bouncer bouncer)
    {
        ArgumentNullException.ThrowIfNull(bouncer);
        var now = time.GetUtcNow();
        return database.Write(session =>
        {
            session.Execute("DELETE FROM ban_ends WHERE at <= $1", (now - EndsKept).UtcTicks);
            session.Execute("DELETE FROM bouncers WHERE pulled <= $1", (now - Remembered).UtcTicks);
            session.Execute(
                "INSERT OR REPLACE INTO bouncers (token, address, agent, ledger, revision, first, pulled) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                bouncer.Token, bouncer.Address, bouncer.Agent, bouncer.Position.Ledger, bouncer.Position.Revision, bouncer.First.UtcTicks, bouncer.Pulled.UtcTicks);
            return session.Execute(
                "DELETE FROM bouncers WHERE (token, address) IN (SELECT token, address FROM bouncers ORDER BY pulled DESC LIMIT -1 OFFSET $1)", MaxBouncers);
        });
    }

    /// <summary>Ends after <paramref name="after"/> and not later than <paramref name="until"/>, in any order, a prefix once or more often.</summary>
    public List<BanEnd> Ends(DateTimeOffset after, DateTimeOffset until) => database.Read(session =>
    {
        // What has ended and is not purged yet still lies among the bans.
        const string Sql =
            "SELECT prefix, at FROM ban_ends WHERE at > $1 AND at <= $2 UNION SELECT prefix, expires FROM bans WHERE shard = 0 AND expires > $1 AND expires <= $2";
        var ends = new List<BanEnd>();
        using var row = session.Bind(Sql, after.UtcTicks, until.UtcTicks).ExecuteReader();
        while (row.Read()) ends.Add(new BanEnd(IpPrefix.Parse(row.GetString(0)), new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero)));
        return ends;
    });

    private static Bouncer Row(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        new LedgerPosition(row.GetString(3), 0, row.GetInt64(4)),
        new DateTimeOffset(row.GetInt64(5), TimeSpan.Zero),
        new DateTimeOffset(row.GetInt64(6), TimeSpan.Zero));
}
