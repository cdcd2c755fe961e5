using System.Collections.Frozen;
using Microsoft.Data.Sqlite;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Silo.Host.Storage;

/// <summary>
/// Who may sign in. Judged from memory, stored before a change is in force. At most <see cref="MaxUsers"/>; more are refused. The last admin
/// stays, unless a valid token administers. Safe on any thread.
/// </summary>
public sealed class UserStore
{
    public const int MaxUsers = 1000;

    private readonly SqliteDatabase _database;
    private readonly TokenStore _tokens;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile FrozenDictionary<string, User> _users;

    public UserStore(SqliteDatabase database, TokenStore tokens, TimeProvider time)
    {
        _database = database;
        _tokens = tokens;
        _time = time;
        _users = Load();
    }

    public bool Any => _users.Count > 0;

    public User? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length <= UserCreate.MaxNameLength ? _users.GetValueOrDefault(User.KeyOf(name)) : null;
    }

    /// <summary>By name.</summary>
    public UserView[] List() => [.. _users.Values.OrderBy(user => user.Key, StringComparer.Ordinal).Select(user => user.View)];

    public Task<UserOutcome> Create(string name, TokenRole role, StoredPassword password) => Changing(async () =>
    {
        ArgumentNullException.ThrowIfNull(password);
        if (_users.ContainsKey(User.KeyOf(name))) return UserOutcome.NameTaken;
        if (_users.Count >= MaxUsers) return UserOutcome.TooMany;
        await _database.Write(session => session.Execute(
            "INSERT INTO users (key, name, role, hash, salt, iterations, created) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            User.KeyOf(name), name, WireName.Of(role), password.Hash, password.Salt, password.Iterations, _time.GetUtcNow().UtcTicks));
        return UserOutcome.Done;
    });

    /// <param name="password">Null leaves it.</param>
    /// <param name="role">Null leaves it.</param>
    /// <param name="unless">The password must still be this one; null does not ask.</param>
    public Task<UserOutcome> Change(string name, StoredPassword? password, TokenRole? role, StoredPassword? unless = null) => Changing(async () =>
    {
        if (Find(name) is not { } user || (unless is not null && !IsSame(user.Password, unless))) return UserOutcome.Unknown;
        if (role is { } lesser && lesser != TokenRole.Admin && IsLastAdmin(user)) return UserOutcome.LastAdmin;
        var (kept, next) = (password ?? user.Password, role ?? user.Role);
        await _database.Write(session => session.Execute(
            "UPDATE users SET role = $1, hash = $2, salt = $3, iterations = $4 WHERE key = $5",
            WireName.Of(next), kept.Hash, kept.Salt, kept.Iterations, user.Key));
        return UserOutcome.Done;
    });

    public Task<UserOutcome> Remove(string name) => Changing(async () =>
    {
        if (Find(name) is not { } user) return UserOutcome.Unknown;
        if (IsLastAdmin(user)) return UserOutcome.LastAdmin;
        await _database.Write(session => session.Execute("DELETE FROM users WHERE key = $1", user.Key));
        return UserOutcome.Done;
    });

    /// <summary>Notes a sign-in, if the user is as it was when the password was judged.</summary>
    /// <returns>False when it has changed since.</returns>
    public async Task<bool> NoteSignIn(User judged)
    {
        ArgumentNullException.ThrowIfNull(judged);
        return await Changing(async () =>
        {
            if (Find(judged.Name) is not { } user || user.Role != judged.Role || !IsSame(user.Password, judged.Password)) return UserOutcome.Unknown;
            var now = _time.GetUtcNow().UtcTicks;
            await _database.Write(session => session.Execute("UPDATE users SET signed_in = $1 WHERE key = $2", now, user.Key));
            return UserOutcome.Done;
        }) == UserOutcome.Done;
    }

    internal static bool IsSame(StoredPassword one, StoredPassword other) => one.Salt.AsSpan().SequenceEqual(other.Salt) && one.Hash.AsSpan().SequenceEqual(other.Hash);

    private bool IsLastAdmin(User user) =>
        user.Role == TokenRole.Admin && _users.Values.Count(other => other.Role == TokenRole.Admin) == 1 && !_tokens.AnyAdmin;

    private async Task<UserOutcome> Changing(Func<Task<UserOutcome>> change)
    {
        await _changing.WaitAsync();
        try
        {
            var outcome = await change();
            if (outcome == UserOutcome.Done) _users = Load();
            return outcome;
        }
        finally
        {
            _changing.Release();
        }
    }

    private FrozenDictionary<string, User> Load() => _database.Read(session =>
    {
        var users = new List<User>();
        using var row = session.Bind("SELECT name, role, hash, salt, iterations, created, signed_in FROM users").ExecuteReader();
        while (row.Read()) users.Add(Row(row));
        return users.ToFrozenDictionary(user => user.Key, StringComparer.Ordinal);
    });

    private static User Row(SqliteDataReader row) => new(
        row.GetString(0),
        WireName.TryParse<TokenRole>(row.GetString(1), out var role) ? role : TokenRole.Viewer,
        new StoredPassword(row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3), row.GetInt32(4)),
        new DateTimeOffset(row.GetInt64(5), TimeSpan.Zero),
        row.IsDBNull(6) ? null : new DateTimeOffset(row.GetInt64(6), TimeSpan.Zero));
}
