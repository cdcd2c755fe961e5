using Dapper;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Qualia;
using Tegument.Gateway.Tests.Support;
using Tegument.Silo.Bans;
using Tegument.Silo.Host.Storage;
using Tegument.Silo.Reputation;

namespace Tegument.Gateway.Tests.Storage;

public sealed class StoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly TemporaryDirectory _directory = new();
    private SqliteDatabase _database;

    public StoreTests() => _database = SqliteDatabase.Open(_directory.Path);

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task The_qualias_history_comes_back_whole()
    {
        var at = new DateTimeOffset(Now.UtcTicks - (Now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        var point = new QualiaPoint(at, 60, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5);
        await new SqliteQualiaStore(_database).Append([], [new QualiaStep(point, [new EvidenceCount(EvidenceKind.PortScan, "syn", 3, 30)])], Now);
        Reopen();
        var step = (await new SqliteQualiaStore(_database).Read(60, at)).ShouldHaveSingleItem();
        step.Point.ShouldBe(point);
        step.Evidence.ShouldBe([new EvidenceCount(EvidenceKind.PortScan, "syn", 3, 30)]);
    }

    [Fact]
    public async Task Bans_and_the_position_come_back_after_a_restart()
    {
        var store = new SqliteBanStore(_database);
        var start = await store.Load(0, Now, _ => { });
        start.Revision.ShouldBe(0);
        var (kept, lifted, ended) = (Ban("203.0.113.1", 1, 60), Ban("203.0.113.0/24", 2, 60), Ban("2001:db8::/64", 3, 5));
        await store.Append(start with { Revision = 3 }, [Change(kept), Change(lifted), Change(ended)]);
        await store.Append(start with { Revision = 4 }, [Change(lifted, lift: true)]);

        Reopen();
        var loaded = new List<Ban>();
        var position = await new SqliteBanStore(_database).Load(0, Now.AddSeconds(10), loaded.Add);
        position.ShouldBe(start with { Revision = 4 });
        loaded.ShouldHaveSingleItem().ShouldBe(kept);
    }

    [Fact]
    public async Task Purge_forgets_what_has_ended_and_nothing_else()
    {
        var store = new SqliteBanStore(_database);
        var start = await store.Load(0, Now, _ => { });
        await store.Append(start with { Revision = 2 }, [Change(Ban("203.0.113.1", 1, 60)), Change(Ban("203.0.113.2", 2, 5))]);
        await store.Purge(0, Now.AddSeconds(5));
        _database.Read(session => session.Connection.Query<string>("SELECT prefix FROM bans").AsList()).ShouldBe(["203.0.113.1"]);
    }

    [Fact]
    public async Task An_append_for_another_ledger_stores_nothing()
    {
        var store = new SqliteBanStore(_database);
        await store.Load(0, Now, _ => { });
        await Should.ThrowAsync<StorageException>(store.Append(new LedgerPosition("other", 0, 1), [Change(Ban("203.0.113.1", 1, 60))]));
        _database.Read(session => session.Connection.ExecuteScalar<long>("SELECT count(*) FROM bans")).ShouldBe(0);
    }

    [Fact]
    public async Task Grain_states_keep_what_they_hold_to_the_tick()
    {
        var storage = new SqliteGrainStorage(_database, TimeProvider.System);
        var id = GrainId.Create("thing", "2001:db8::/64");
        var written = new GrainState<Thing>(new Thing { At = Now, Address = IpKey.Parse("10.0.0.1"), Origin = BanOrigin.Feed, Names = ["a", "b"] });
        await storage.WriteStateAsync("s", id, written);
        Reopen();
        var read = new GrainState<Thing>();
        await new SqliteGrainStorage(_database, TimeProvider.System).ReadStateAsync("s", id, read);
        read.RecordExists.ShouldBeTrue();
        read.ETag.ShouldBe(written.ETag);
        read.State.ShouldBeEquivalentTo(written.State);
    }

    [Fact]
    public async Task A_state_never_written_reads_as_a_fresh_one_and_can_be_written()
    {
        var storage = new SqliteGrainStorage(_database, TimeProvider.System);
        var state = new GrainState<Thing>();
        await storage.ReadStateAsync("s", GrainId.Create("thing", "new"), state);
        (state.RecordExists, state.ETag).ShouldBe((false, null));
        state.State!.Names.ShouldBeEmpty();
        await storage.WriteStateAsync("s", GrainId.Create("thing", "new"), state);
        state.RecordExists.ShouldBeTrue();
    }

    [Fact]
    public async Task An_old_copy_cannot_overwrite_a_newer_state()
    {
        var storage = new SqliteGrainStorage(_database, TimeProvider.System);
        var id = GrainId.Create("thing", "x");
        var first = new GrainState<Thing>(new Thing());
        await storage.WriteStateAsync("s", id, first);
        var old = new GrainState<Thing>(new Thing(), first.ETag);
        await storage.WriteStateAsync("s", id, first);
        await Should.ThrowAsync<InconsistentStateException>(storage.WriteStateAsync("s", id, old));
        await Should.ThrowAsync<InconsistentStateException>(storage.WriteStateAsync("s", id, new GrainState<Thing>(new Thing())));
        await Should.ThrowAsync<InconsistentStateException>(storage.ClearStateAsync("s", id, old));
        await storage.ClearStateAsync("s", id, first);
        first.RecordExists.ShouldBeFalse();
        await storage.WriteStateAsync("s", id, first);
    }

    [Fact]
    public async Task Stored_reputations_can_be_looked_over_and_old_ones_swept()
    {
        var clock = new TwoClocks();
        var storage = new SqliteGrainStorage(_database, clock);
        var stored = new SqliteStoredReputations(_database);
        await Store("203.0.113.1", strikes: 0);
        await Store("203.0.113.2", strikes: 3);
        clock.Pass(TimeSpan.FromDays(1));
        await Store("203.0.113.3", strikes: 0);
        await storage.WriteStateAsync("s", GrainId.Create("thing", "x"), new GrainState<Thing>(new Thing()));

        var found = new List<string>();
        (await stored.Read(default, 10, (key, state) => found.Add($"{key} {state.Strikes}"))).ShouldBeTrue();
        found.ShouldBe(["203.0.113.1 0", "203.0.113.2 3", "203.0.113.3 0"]);
        found.Clear();
        (await stored.Read(clock.GetUtcNow(), 10, (key, _) => found.Add(key))).ShouldBeTrue();
        found.ShouldBe(["203.0.113.3"]);
        (await stored.Read(default, 2, (_, _) => { })).ShouldBeFalse();

        (await stored.Forget(clock.GetUtcNow(), clock.GetUtcNow().AddDays(-2))).ShouldBe(1);
        (await stored.Forget(clock.GetUtcNow(), clock.GetUtcNow())).ShouldBe(1);
        _database.Read(session => session.Connection.ExecuteScalar<long>("SELECT count(*) FROM grain_state")).ShouldBe(2);

        Task Store(string key, int strikes) =>
            storage.WriteStateAsync("reputation", GrainId.Create("ip-reputation", key), new GrainState<ReputationState>(new ReputationState { Strikes = strikes }));
    }

    [Fact]
    public async Task The_audit_log_can_be_neither_rewritten_nor_shortened()
    {
        var audit = new AuditLog(_database, TimeProvider.System);
        await audit.Append(new AuditRecord("me", "here", "ban", "x", "why"));
        await Should.ThrowAsync<Exception>(_database.Write(session => session.Execute("UPDATE audit SET actor = 'you'")));
        await Should.ThrowAsync<Exception>(_database.Write(session => session.Execute("DELETE FROM audit")));
        audit.Page(10, null).Entries.ShouldHaveSingleItem().Actor.ShouldBe("me");
    }

    [Fact]
    public async Task A_secret_is_found_by_its_hash_and_stored_nowhere()
    {
        var tokens = new TokenStore(_database, TimeProvider.System);
        var secret = TokenSecret.Create();
        await tokens.Create("me", [TokenRole.Sensor, TokenRole.Executor], secret);
        Reopen();
        new TokenStore(_database, TimeProvider.System).Find(secret)!.Roles.ShouldBe([TokenRole.Sensor, TokenRole.Executor]);
        _database.Dispose();
        var bytes = await File.ReadAllBytesAsync(_directory["tegument.db"]);
        bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(secret)).ShouldBe(-1);
    }

    private void Reopen()
    {
        _database.Dispose();
        _database = SqliteDatabase.Open(_directory.Path);
    }

    private static Ban Ban(string prefix, long revision, int seconds) =>
        new(IpPrefix.Parse(prefix), BanOrigin.Automatic, "policy", "scan", Now, Now.AddSeconds(seconds), 123.5, revision);

    private static BanStoreChange Change(Ban ban, bool lift = false) => new(ban, lift, "policy", "test", Now);

    public sealed class Thing
    {
        public DateTimeOffset At { get; set; }

        public IpKey Address { get; set; }

        public BanOrigin Origin { get; set; }

        public List<string> Names { get; set; } = [];
    }
}
