using Dapper;
using Tegument.Contracts.Api;
using Tegument.Gateway.Tests.Support;
using Tegument.Silo.Host.Accounts;
using Tegument.Silo.Host.Storage;

namespace Tegument.Gateway.Tests.Accounts;

/// <summary>Users, sessions and one-time tokens as they are kept.</summary>
public sealed class AccountStoreTests : IDisposable
{
    private static readonly StoredPassword Password = new([1], [2], 1000);
    private static readonly TokenRole[] Viewer = [TokenRole.Viewer];

    private readonly TemporaryDirectory _directory = new();
    private readonly TwoClocks _clocks = new();
    private SqliteDatabase _database;
    private TokenStore _tokens;
    private UserStore _users;
    private SessionStore _sessions;

    public AccountStoreTests()
    {
        _database = SqliteDatabase.Open(_directory.Path);
        Load();
    }

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Users_and_sessions_outlive_a_restart_and_no_secret_is_stored()
    {
        await _users.Create("night-shift", TokenRole.Operator, Password);
        var secret = SessionSecret.Create();
        var session = await Open(secret, "NIGHT-SHIFT");
        Reopen();
        _users.Find("Night-Shift")!.Role.ShouldBe(TokenRole.Operator);
        _sessions.Find(secret)!.Id.ShouldBe(session.Id);
        _sessions.Find(SessionSecret.Create()).ShouldBeNull();
        var file = await File.ReadAllBytesAsync(_directory["tegument.db-wal"]);
        System.Text.Encoding.Latin1.GetString(file).ShouldNotContain(secret[SessionSecret.Prefix.Length..]);
    }

    [Fact]
    public async Task A_session_ends_after_twelve_hours_however_much_it_is_used()
    {
        var secret = SessionSecret.Create();
        await Open(secret, "A");
        _clocks.Pass(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        _sessions.Find(secret).ShouldNotBeNull();
        _clocks.Pass(TimeSpan.FromSeconds(1));
        _sessions.Find(secret).ShouldBeNull();
        _sessions.Current().ShouldBeEmpty();
        await Open(SessionSecret.Create(), "B");
        _database.Read(db => db.Connection.ExecuteScalar<long>("SELECT count(*) FROM sessions")).ShouldBe(1, "what is over is forgotten");
    }

    [Fact]
    public async Task Of_too_many_sessions_the_oldest_ends_and_is_counted()
    {
        var sessions = new SessionStore(_database, _clocks, max: 2);
        var ended = new List<string>();
        sessions.Ended += session => ended.Add(session.Name);
        foreach (var name in new[] { "one", "two", "three" })
        {
            await sessions.Create(SessionSecret.Create(), name, null, name, Viewer, "203.0.113.1", "127.0.0.1");
            _clocks.Pass(TimeSpan.FromSeconds(1));
        }

        ended.ShouldBe(["one"]);
        sessions.Dropped.ShouldBe(1);
        sessions.Current().Select(session => session.Name).ShouldBe(["two", "three"]);
    }

    [Fact]
    public async Task A_users_sessions_end_together_but_for_the_one_that_is_spared()
    {
        var spared = await Open(SessionSecret.Create(), "A");
        await Open(SessionSecret.Create(), "A");
        var other = await Open(SessionSecret.Create(), "B");
        (await _sessions.EndOfUser("A", except: spared.Id)).ShouldHaveSingleItem();
        _sessions.Current().Select(session => session.Id).ShouldBe([spared.Id, other.Id], ignoreOrder: true);
    }

    [Fact]
    public async Task Names_differ_in_more_than_their_case()
    {
        (await _users.Create("Ops", TokenRole.Viewer, Password)).ShouldBe(UserOutcome.Done);
        (await _users.Create("OPS", TokenRole.Viewer, Password)).ShouldBe(UserOutcome.NameTaken);
        (await _users.Change("ops", null, TokenRole.Operator)).ShouldBe(UserOutcome.Done);
        _users.List().ShouldHaveSingleItem().ShouldBe(new UserView("Ops", TokenRole.Operator, _clocks.GetUtcNow(), null));
    }

    [Fact]
    public async Task The_last_admin_stays_unless_a_token_administers()
    {
        await _users.Create("chief", TokenRole.Admin, Password);
        await _tokens.Create("once", [TokenRole.Admin], TokenSecret.Create(), TimeSpan.FromHours(1));
        (await _users.Remove("chief")).ShouldBe(UserOutcome.LastAdmin, "a one-time token administers nothing");
        (await _users.Change("chief", null, TokenRole.Operator)).ShouldBe(UserOutcome.LastAdmin);
        (await _users.Change("chief", new StoredPassword([3], [4], 1000), TokenRole.Admin)).ShouldBe(UserOutcome.Done);
        await _tokens.Create("admin", [TokenRole.Admin], TokenSecret.Create());
        (await _users.Remove("chief")).ShouldBe(UserOutcome.Done);
        _users.Any.ShouldBeFalse();
    }

    [Fact]
    public async Task A_sign_in_counts_only_for_the_user_that_was_judged()
    {
        await _users.Create("night-shift", TokenRole.Viewer, Password);
        var judged = _users.Find("night-shift")!;
        (await _users.NoteSignIn(judged)).ShouldBeTrue();
        _users.List()[0].LastSignIn.ShouldBe(_clocks.GetUtcNow());
        await _users.Change("night-shift", new StoredPassword([9], [9], 1000), null);
        (await _users.NoteSignIn(judged)).ShouldBeFalse();
        (await _users.Change("night-shift", Password, null, unless: judged.Password)).ShouldBe(UserOutcome.Unknown);
    }

    [Fact]
    public async Task A_one_time_token_is_used_once_and_in_time()
    {
        var (used, late) = (TokenSecret.Create(), TokenSecret.Create());
        var token = (await _tokens.Create("sign-in", Viewer, used, TimeSpan.FromHours(1)))!;
        await _tokens.Create("sign-in", Viewer, late, TimeSpan.FromHours(1));
        var uses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _tokens.Use(token.Id)));
        uses.Count(done => done).ShouldBe(1);
        (_tokens.Find(used), _tokens.FindEver(used)!.Once).ShouldBe((null, true));
        _clocks.Pass(TimeSpan.FromHours(1));
        _tokens.Find(late).ShouldBeNull();
        (await _tokens.Use(_tokens.FindEver(late)!.Id)).ShouldBeFalse();
        _clocks.Pass(TimeSpan.FromDays(31));
        await _tokens.Create("another", Viewer, TokenSecret.Create());
        _tokens.List().ShouldHaveSingleItem().Name.ShouldBe("another");
    }

    [Fact]
    public async Task Refused_sign_ins_fill_the_audit_log_no_faster_than_one_a_second()
    {
        var audit = new AuditLog(_database, _clocks);
        var refusals = new RefusalAudit(audit, _clocks);
        for (var i = 0; i < RefusalAudit.Burst + 5; i++) await refusals.Append("203.0.113.1", RefusalAudit.UnknownName, "password", "wrong name or password");
        audit.Page(1000, null).Entries.Length.ShouldBe(RefusalAudit.Burst);
        _clocks.Pass(TimeSpan.FromSeconds(1));
        await refusals.Append("203.0.113.1", RefusalAudit.UnknownName, "password", "wrong name or password");
        audit.Page(1, null).Entries[0].Outcome.ShouldBe("refused: wrong name or password (and 5 more that were not written down)");
    }

    private Task<Session> Open(string secret, string user) => _sessions.Create(secret, user, null, user, Viewer, "203.0.113.1", "127.0.0.1");

    private void Reopen()
    {
        _database.Dispose();
        _database = SqliteDatabase.Open(_directory.Path);
        Load();
    }

    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_tokens), nameof(_users), nameof(_sessions))]
    private void Load()
    {
        _tokens = new TokenStore(_database, _clocks);
        _users = new UserStore(_database, _tokens, _clocks);
        _sessions = new SessionStore(_database, _clocks);
    }
}
