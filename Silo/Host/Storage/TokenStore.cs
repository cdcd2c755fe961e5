using System.Collections.Frozen;
using System.Security.Cryptography;
using Dapper;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Silo.Host.Storage;

/// <summary>
/// All tokens, by the hash of their secrets. Judged from memory, stored before a change is in force. At most <see cref="MaxTokens"/> valid
/// ones; more are refused. Safe on any thread.
/// </summary>
public sealed class TokenStore
{
    public const int MaxTokens = 10_000;

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

    /// <summary>The valid token with this secret, or null.</summary>
    public TokenView? Find(string secret) => _valid.GetValueOrDefault(Convert.ToHexString(TokenSecret.Hash(secret)));

    /// <summary>All tokens, revoked ones included, oldest first.</summary>
    public TokenView[] List() => _database.Read(session => All(session).Select(t => t.View).ToArray());

    /// <summary>Makes a token for a secret that the caller shows once. Null when there are <see cref="MaxTokens"/> already.</summary>
    public Task<TokenView?> Create(string name, IReadOnlyCollection<TokenRole> roles, string secret) => Changing<TokenView?>(async () =>
    {
        if (_valid.Count >= MaxTokens) return null;
        var token = new TokenView(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)), name, [.. roles.Distinct().Order()], _time.GetUtcNow(), null);
        var names = string.Join(',', token.Roles.Select(WireName.Of));
        await _database.Write(session => session.Execute(
            "INSERT INTO tokens (id, hash, name, roles, created) VALUES ($1, $2, $3, $4, $5)",
            token.Id, TokenSecret.Hash(secret), token.Name, names, token.Created.UtcTicks));
        return token;
    });

    /// <summary>Ends a valid token, unless it is the last with the role admin.</summary>
    public Task<(Revocation Revocation, TokenView? Token)> Revoke(string id) => Changing<(Revocation Revocation, TokenView? Token)>(async () =>
    {
        var token = _valid.Values.FirstOrDefault(t => t.Id == id);
        if (token is null) return (Revocation.Unknown, null);
        if (token.Roles.Contains(TokenRole.Admin) && _valid.Values.Count(t => t.Roles.Contains(TokenRole.Admin)) == 1) return (Revocation.LastAdmin, null);
        var now = _time.GetUtcNow();
        await _database.Write(session => session.Execute("UPDATE tokens SET revoked = $1 WHERE id = $2", now.UtcTicks, id));
        return (Revocation.Done, token with { Revoked = now });
    });

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
        using var row = session.Bind("SELECT hash, id, name, roles, created, revoked FROM tokens ORDER BY created, rowid").ExecuteReader();
        while (row.Read())
        {
            var roles = row.GetString(3).Split(',').Select(n => WireName.TryParse<TokenRole>(n, out var role) ? role : (TokenRole?)null);
            var revoked = row.IsDBNull(5) ? (DateTimeOffset?)null : new DateTimeOffset(row.GetInt64(5), TimeSpan.Zero);
            yield return (
                Convert.ToHexString(row.GetFieldValue<byte[]>(0)),
                new TokenView(row.GetString(1), row.GetString(2), [.. roles.OfType<TokenRole>()], new DateTimeOffset(row.GetInt64(4), TimeSpan.Zero), revoked));
        }
    }
}
