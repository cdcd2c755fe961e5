using Microsoft.Data.Sqlite;
using Tegument.Gateway.Tests.Support;
using Tegument.Silo.Host.Storage;

namespace Tegument.Gateway.Tests.Storage;

public sealed class SqliteStatementTests : IDisposable
{
    private const string Insert = "INSERT INTO things VALUES ($1, $2, $3)";

    private readonly TemporaryDirectory _directory = new();
    private readonly SqliteDatabase _database;

    public SqliteStatementTests()
    {
        _database = SqliteDatabase.Open(_directory.Path);
        Write(session => session.Execute("CREATE TABLE things (name TEXT PRIMARY KEY, number INTEGER, bytes BLOB)"));
    }

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Values_come_back_as_they_were_bound()
    {
        var name = new string('ö', 300) + "\0'";
        Write(session =>
        {
            session.Many(Insert).Add(name).Add(long.MinValue).Add([0, 1, 255]).Execute();
            session.Many(Insert).Add("").Add((long?)null).Add([]).Execute();
        });
        Rows().Select(row => (row.Name, row.Number, Convert.ToHexString(row.Bytes))).ShouldBe([("", null, ""), (name, long.MinValue, "0001FF")]);
    }

    [Fact]
    public void A_row_that_is_refused_fails_its_work_and_leaves_the_statement_usable()
    {
        Write(session => session.Many(Insert).Add("a").Add(1).Add([1]).Execute());
        Should.Throw<SqliteException>(() => Write(session =>
        {
            session.Many(Insert).Add("b").Add(2).Add([1]).Execute();
            session.Many(Insert).Add("a").Add(3).Add([1]).Execute();
        }));
        Write(session => session.Many(Insert).Add("c").Add(4).Add([1]).Execute());
        Rows().Select(row => (row.Name, row.Number)).ShouldBe([("a", 1), ("c", 4)]);
    }

    [Fact]
    public void Nonsense_is_refused_when_it_is_prepared() =>
        Should.Throw<StorageException>(() => Write(session => session.Many("INSERT INTO nothing VALUES ($1)").Add(1).Execute()));

    private void Write(Action<SqliteSession> work) => _database.Write(session =>
    {
        work(session);
        return 0;
    }).GetAwaiter().GetResult();

    private List<(string Name, long? Number, byte[] Bytes)> Rows() => _database.Read(session =>
    {
        var rows = new List<(string, long?, byte[])>();
        using var row = session.Bind("SELECT name, number, bytes FROM things ORDER BY name").ExecuteReader();
        while (row.Read()) rows.Add((row.GetString(0), row.IsDBNull(1) ? null : row.GetInt64(1), (byte[])row.GetValue(2)));
        return rows;
    });
}
