using System.Collections.Frozen;
using System.Security.Cryptography;
using Dapper;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Silo.Host.Storage;

/// <summary>
/// All tokens, by the hash of their secrets. Judged from memory, stored before a change is in force. At most <see cref="MaxTokens"/> valid
/// ones; more are refused. A one-time token opens one session, and is forgotten 30 days after its end. Safe on any thread.
/// </summary>
public sealed class TokenStore
{
    public const int MaxTokens = 10_000;

    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile FrozenDictionary<string, TokenView> _valid; // By the hash in hex.

    public TokenStore(SqliteDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
        _valid = Load();
    }

    /// <summary>False only before the first start has made its tokens.</summary>
    public bool Any => _database.Read(session => session.Connection.ExecuteScalar<long>("SELECT EXISTS (SELECT 1 FROM tokens)")) != 0;

    /// <summary>A valid token with the role admin exists, one-time tokens aside.</summary>
    public bool AnyAdmin => _valid.Values.Any(Administers);

    /// <summary>The valid token with this secret, or null. One-time tokens are among them: they open a session, and nothing else.</summary>
    public TokenView? Find(string secret) =>
        _valid.GetValueOrDefault(Convert.ToHexString(TokenSecret.Hash(secret))) is { } token && IsLive(token) ? token : null;

    /// <summary>Whatever token had this secret, valid or not; null when none did, or it is forgotten.</summary>
    public TokenView? FindEver(string secret)
    {
        var hash = Convert.ToHexString(TokenSecret.Hash(secret));
        return _database.Read(session => All(session).Where(t => t.Hash == hash).Select(t => t.View).FirstOrDefault());
    }

    /// <summary>Ends a one-time token by its one use; false when it is used, revoked or late.</summary>
    public Task<bool> Use(string id) => Changing(async () =>
    {
        if (_valid.Values.FirstOrDefault(t => t.Id == id) is not { Once: true } token || !IsLive(token)) return false;
        var now = _time.GetUtcNow();
        await _database.Write(session => session.Execute("UPDATE tokens SET revoked = $1 WHERE id = $2", now.UtcTicks, id));
        return true;
    });

    /// <summary>All tokens, revoked ones included, oldest first.</summary>
    public TokenView[] List() => _database.Read(session => All(session).Select(t => t.View).ToArray());

    /// <summary>Makes a token for a secret that the caller shows once. Null when there are <see cref="MaxTokens"/> already.</summary>
    /// <param name="onceFor">Of a one-time token: how long it waits for its use. Null for others.</param>
    public Task<TokenView?> Create(string name, IReadOnlyCollection<TokenRole> roles, string secret, TimeSpan? onceFor = null) => Changing<TokenView?>(async () =>
    {
        if (_valid.Values.Count(IsLive) >= MaxTokens) return null;
        var now = _time.GetUtcNow();
        var token = new TokenView(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)), name, [.. roles.Distinct().Order()], now, null, onceFor is not null, now + onceFor);
        var names = string.Join(',', token.Roles.Select(WireName.Of));
        await _database.Write(session =>
        {
            session.Execute("DELETE FROM tokens WHERE once = 1 AND expires <= $1", (now - Remembered).UtcTicks);
            return session.Execute(
                "INSERT INTO tokens (id, hash, name, roles, created, once, expires) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                token.Id, TokenSecret.Hash(secret), token.Name, names, token.Created.UtcTicks, token.Once ? 1 : 0, token.Expires?.UtcTicks);
        });
        return token;
    });

    /// <summary>Ends a valid token, unless it is the last with the role admin.</summary>
    public Task<(Revocation Revocation, TokenView? Token)> Revoke(string id) => Changing<(Revocation Revocation, TokenView? Token)>(async () =>
    {
        var token = _valid.Values.FirstOrDefault(t => t.Id == id);
        if (token is null) return (Revocation.Unknown, null);
        if (Administers(token) && _valid.Values.Count(Administers) == 1) return (Revocation.LastAdmin, null);
        var now = _time.GetUtcNow();
        await _database.Write(session => session.Execute("UPDATE tokens SET revoked = $1 WHERE id = $2", now.UtcTicks, id));
        return (Revocation.Done, token with { Revoked = now });
    });

    private static bool Administers(TokenView token) => !token.Once && token.Roles.Contains(TokenRole.Admin);

    private bool IsLive(TokenView token) => token.Expires is not { } end || end > _time.GetUtcNow();

    private async Task<T> Changing<T>(Func<Task<T>> change)
    {
        await _changing.WaitAsync();
        try
        {
            var result = await change();
            _valid = Load();
            return result;
        }
        finally
        {
            _changing.Release();
        }
    }

    private FrozenDictionary<string, TokenView> Load() => _database.Read(session =>
        All(session).Where(t => t.View.Revoked is null).ToFrozenDictionary(t => t.Hash, t => t.View, StringComparer.Ordinal));

    private static IEnumerable<(string Hash, TokenView View)> All(SqliteSession session)
    {
        using var row = session.Bind("SELECT hash, id, name, roles, created, revoked, once, expires FROM tokens ORDER BY created, rowid").ExecuteReader();
        while (row.Read())
        {
            var roles = row.GetString(3).Split(',').Select(n => WireName.TryParse<TokenRole>(n, out var role) ? role : (TokenRole?)null);
            yield return (
                Convert.ToHexString(row.GetFieldValue<byte[]>(0)),
                new TokenView(
                    row.GetString(1), row.GetString(2), [.. roles.OfType<TokenRole>()], new DateTimeOffset(row.GetInt64(4), TimeSpan.Zero),
                    Time(row, 5), row.GetInt64(6) != 0, Time(row, 7)));
        }
    }

    private static DateTimeOffset? Time(Microsoft.Data.Sqlite.SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : new DateTimeOffset(row.GetInt64(column), TimeSpan.Zero);
}
