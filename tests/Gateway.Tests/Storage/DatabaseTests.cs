using Dapper;
using Microsoft.Data.Sqlite;
using Tegument.Contracts.Api;
using Tegument.Gateway.Tests.Support;
using Tegument.Silo.Host.Storage;

namespace Tegument.Gateway.Tests.Storage;

public sealed class DatabaseTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_write_that_fails_takes_back_its_own_changes_only()
    {
        using var database = SqliteDatabase.Open(_directory.Path);
        var writes = Enumerable.Range(0, 100).Select(i => database.Write(session =>
        {
            session.Execute("INSERT INTO ledgers VALUES ($1, 'x', 0)", i);
            return i % 10 == 3 ? throw new InvalidOperationException("no") : i;
        })).ToArray();
        await Task.WhenAll(writes).ContinueWith(_ => { }, TaskScheduler.Default);
        writes.Count(write => write.IsFaulted).ShouldBe(10);
        database.Read(session => session.Connection.ExecuteScalar<long>("SELECT count(*) FROM ledgers")).ShouldBe(90);
        database.Read(session => session.Connection.ExecuteScalar<long>("SELECT count(*) FROM ledgers WHERE shard % 10 = 3")).ShouldBe(0);
    }

    [Fact]
    public async Task Writes_that_wait_share_a_commit()
    {
        using var database = SqliteDatabase.Open(_directory.Path);
        await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => database.Write(session => session.Execute("INSERT INTO ledgers VALUES ($1, 'x', 0)", i))));
        var report = database.Report();
        report.Writes.ShouldBe(2000);
        report.Commits.ShouldBeLessThan(1000);
    }

    [Fact]
    public async Task A_full_disk_is_a_named_state_that_ends_with_the_next_commit()
    {
        using var database = SqliteDatabase.Open(_directory.Path);
        var pages = await database.Write(session => session.Connection.ExecuteScalar<long>("PRAGMA page_count"));
        await database.Write(session => session.Connection.ExecuteScalar<long>($"PRAGMA max_page_count = {pages + 4}"));
        var full = await Should.ThrowAsync<StorageException>(database.Write(session => session.Execute("INSERT INTO ledgers VALUES (1, $1, 0)", new string('x', 100_000))));
        full.Fault.ShouldBe(StorageFault.DiskFull);
        database.Report().State.ShouldBe(StorageState.DiskFull);
        database.Read(session => session.Connection.ExecuteScalar<long>("SELECT count(*) FROM ledgers")).ShouldBe(0);

        await database.Write(session => session.Execute("INSERT INTO ledgers VALUES (2, 'small', 0)"));
        database.Report().State.ShouldBe(StorageState.Ready);
    }

    [Fact]
    public void Another_programs_database_is_refused_and_left_alone()
    {
        SystemSqlite.Bind();
        Make("CREATE TABLE theirs (x)");
        var before = File.ReadAllBytes(_directory["tegument.db"]);
        Should.Throw<StorageException>(() => SqliteDatabase.Open(_directory.Path)).Message.ShouldContain("another program's database");
        File.ReadAllBytes(_directory["tegument.db"]).ShouldBe(before);
    }

    [Fact]
    public void A_newer_schema_is_refused_and_left_alone()
    {
        SqliteDatabase.Open(_directory.Path).Dispose();
        Make("INSERT INTO schema_version VALUES (9999, 'future', '2099-01-01')");
        var before = File.ReadAllBytes(_directory["tegument.db"]);
        Should.Throw<StorageException>(() => SqliteDatabase.Open(_directory.Path)).Message.ShouldContain("newer version");
        File.ReadAllBytes(_directory["tegument.db"]).ShouldBe(before);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("SQLite format 3\0 and then something else entirely, for more than a hundred bytes, which no database file begins with, ever. So it goes.")]
    public void A_file_that_is_not_a_database_is_refused_and_left_alone(string content)
    {
        File.WriteAllText(_directory["tegument.db"], content);
        Should.Throw<StorageException>(() => SqliteDatabase.Open(_directory.Path)).Fault.ShouldBe(StorageFault.Unusable);
        File.ReadAllText(_directory["tegument.db"]).ShouldBe(content);
        Directory.GetFiles(_directory.Path, "tegument.db-*").ShouldBeEmpty();
    }

    [Fact]
    public void Opening_again_migrates_nothing_twice()
    {
        long applied;
        using (var first = SqliteDatabase.Open(_directory.Path)) applied = Applied(first);
        using var database = SqliteDatabase.Open(_directory.Path);
        Applied(database).ShouldBe(applied);

        static long Applied(SqliteDatabase database) =>
            database.Read(session => session.Connection.ExecuteScalar<long>("SELECT count(*) FROM schema_version"));
    }

    [Fact]
    public async Task A_closed_database_refuses_writes_in_one_line()
    {
        var database = SqliteDatabase.Open(_directory.Path);
        database.Dispose();
        (await Should.ThrowAsync<StorageException>(database.Write(_ => 0))).Fault.ShouldBe(StorageFault.Closed);
    }

    private void Make(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_directory["tegument.db"]};Pooling=False");
        connection.Open();
        connection.Execute(sql);
    }
}
