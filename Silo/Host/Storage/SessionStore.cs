using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Silo.Host.Storage;

/// <summary>
/// Who is signed in, by the hash of the session's secret. Judged from memory, stored before a change is in force. A session ends after
/// <see cref="Lifetime"/>; of more than <see cref="MaxSessions"/> the oldest end, counted. Safe on any thread.
/// </summary>
public sealed class SessionStore
{
    public const int MaxSessions = 10_000;
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(SessionView.LifetimeHours);

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;
    private readonly int _max;
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly ConcurrentDictionary<string, Session> _byHash = new(StringComparer.Ordinal);
    private long _dropped;

    public SessionStore(SqliteDatabase database, TimeProvider time)
        : this(database, time, MaxSessions)
    {
    }

    internal SessionStore(SqliteDatabase database, TimeProvider time, int max)
    {
        _database = database;
        _time = time;
        _max = max;
        foreach (var (hash, session) in database.Read(All)) _byHash[hash] = session;
    }

    /// <summary>Raised, on any thread, with each session that ends before its time.</summary>
    public event Action<Session>? Ended;

    /// <summary>Raised, on any thread, after <see cref="Current"/> has changed.</summary>
    public event Action? Changed;

    /// <summary>Sessions that ended early because there were too many.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The session with this secret, or null.</summary>
    public Session? Find(string secret) =>
        secret.StartsWith(SessionSecret.Prefix, StringComparison.Ordinal) && _byHash.TryGetValue(Hex(secret), out var session) && IsLive(session) ? session : null;

    /// <summary>Those that have not ended, oldest first.</summary>
    public Session[] Current() => [.. _byHash.Values.Where(IsLive).OrderBy(session => session.Created).ThenBy(session => session.Id, StringComparer.Ordinal)];

    /// <summary>Opens a session for a secret that the caller shows once.</summary>
    public async Task<Session> Create(string secret, string? user, string? token, string name, TokenRole[] roles, string from, string via)
    {
        var now = _time.GetUtcNow();
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)); // Longer than a token's, so that the two are never taken for each other.
        var session = new Session(id, user, token, name, roles, from, via, now, now + Lifetime);
        await Changing(async () =>
        {
            await _database.Write(db =>
            {
                db.Execute("DELETE FROM sessions WHERE expires <= $1", now.UtcTicks);
                return db.Execute(
                    "INSERT INTO sessions (id, hash, user, token, name, roles, source, via, created, expires) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                    id, SessionSecret.Hash(secret), user, token, name, string.Join(',', roles.Select(WireName.Of)), from, via, now.UtcTicks, session.Expires.UtcTicks);
            });
            foreach (var (hash, old) in _byHash.Where(pair => !IsLive(pair.Value)).ToArray()) _byHash.TryRemove(hash, out _);
            _byHash[Hex(secret)] = session;
            var excess = Current() is var all && all.Length > _max ? all[..^_max] : [];
            Interlocked.Add(ref _dropped, excess.Length);
            return await Remove(excess);
        });
        return session;
    }

    /// <summary>Ends the session with this id; null when there is none.</summary>
    public async Task<Session?> End(string id) => (await EndAll(session => session.Id == id)).FirstOrDefault();

    /// <param name="except">The id of one that goes on.</param>
    public Task<Session[]> EndOfUser(string key, string? except = null) => EndAll(session => session.User == key && session.Id != except);

    public Task<Session[]> EndOfToken(string id) => EndAll(session => session.Token == id);

    private Task<Session[]> EndAll(Func<Session, bool> which) => Changing(() => Remove([.. Current().Where(which)]));

    private async Task<Session[]> Remove(Session[] ending)
    {
        if (ending.Length == 0) return ending;
        await _database.Write(db =>
        {
            foreach (var session in ending) db.Execute("DELETE FROM sessions WHERE id = $1", session.Id);
            return ending.Length;
        });
        var ids = ending.Select(session => session.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (hash, session) in _byHash)
        {
            if (ids.Contains(session.Id)) _byHash.TryRemove(hash, out _);
        }

        return ending;
    }

    private async Task<Session[]> Changing(Func<Task<Session[]>> change)
    {
        await _changing.WaitAsync();
        Session[] ended;
        try
        {
            ended = await change();
        }
        finally
        {
            _changing.Release();
        }

        foreach (var session in ended) Ended?.Invoke(session);
        Changed?.Invoke();
        return ended;
    }

    private bool IsLive(Session session) => session.Expires > _time.GetUtcNow();

    private static string Hex(string secret) => Convert.ToHexString(SessionSecret.Hash(secret));

    private static List<(string Hash, Session Session)> All(SqliteSession db)
    {
        var sessions = new List<(string, Session)>();
        using var row = db.Bind("SELECT hash, id, user, token, name, roles, source, via, created, expires FROM sessions").ExecuteReader();
        while (row.Read()) sessions.Add((Convert.ToHexString(row.GetFieldValue<byte[]>(0)), Row(row)));
        return sessions;
    }

    private static Session Row(SqliteDataReader row) => new(
        row.GetString(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.IsDBNull(3) ? null : row.GetString(3),
        row.GetString(4),
        [.. row.GetString(5).Split(',').Select(name => WireName.TryParse<TokenRole>(name, out var role) ? role : (TokenRole?)null).OfType<TokenRole>()],
        row.GetString(6),
        row.GetString(7),
        new DateTimeOffset(row.GetInt64(8), TimeSpan.Zero),
        new DateTimeOffset(row.GetInt64(9), TimeSpan.Zero));
}
