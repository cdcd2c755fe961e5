using Microsoft.Data.Sqlite;
using Tegument.Contracts.Api;
using Tegument.Gateway.Tests.Support;
using Tegument.Silo.Host.Storage;

namespace Tegument.Gateway.Tests.Audit;

public sealed class AuditChainTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private SqliteDatabase _database;

    public AuditChainTests() => _database = SqliteDatabase.Open(_directory.Path);

    private AuditLog Log => new(_database, TimeProvider.System);

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_log_as_it_was_written_is_intact_also_after_a_restart()
    {
        Log.Verify().ShouldBe(new AuditVerification(true, 0, 0, 0, 0, null, null, null));
        await Write(5);
        Reopen();
        await Write(5);
        var result = Log.Verify();
        (result.Intact, result.First, result.Last, result.Checked).ShouldBe((true, 1, 10, 10));
        result.Head.ShouldBe(Log.Page(1, null).Entries[0].Hash);
        Log.Verify((10, result.Head!)).Intact.ShouldBeTrue();
    }

    [Theory]
    [InlineData("UPDATE audit SET actor = 'nobody' WHERE id = 4", 4)]
    [InlineData("UPDATE audit SET at = at + 1 WHERE id = 4", 4)]
    [InlineData("UPDATE audit SET before = '' WHERE id = 4", 4)]
    [InlineData("UPDATE audit SET hash = zeroblob(32) WHERE id = 4", 4)]
    [InlineData("UPDATE audit SET hash = NULL WHERE id = 4", 4)]
    [InlineData("DELETE FROM audit WHERE id = 4", 5)]
    [InlineData("DELETE FROM audit WHERE id < 4", 4)]
    [InlineData("DELETE FROM audit WHERE id > 6", 7)]
    [InlineData("DELETE FROM audit WHERE id = 4; UPDATE audit SET id = id - 1 WHERE id > 4", 4)]
    [InlineData("UPDATE audit SET reason = (SELECT reason FROM audit WHERE id = 5) WHERE id = 4", 4)]
    public async Task What_somebody_does_to_the_file_shows(string sql, long at)
    {
        await Write(8);
        Tamper(sql);
        var result = Log.Verify();
        result.Intact.ShouldBeFalse();
        result.BrokenAt.ShouldBe(at);
        result.Fault.ShouldNotBeNull();
    }

    [Fact]
    public async Task Removed_newest_entries_leave_a_gap_for_ever()
    {
        await Write(8);
        Tamper("DELETE FROM audit WHERE id > 6");
        await Write(3);
        Log.Verify().ShouldSatisfyAllConditions(result => result.Intact.ShouldBeFalse(), result => result.BrokenAt.ShouldBe(9));
    }

    [Fact]
    public async Task A_chain_that_was_written_anew_shows_by_a_hash_that_was_kept_elsewhere()
    {
        await Write(4);
        var kept = Log.Page(1, null).Entries[0];
        Tamper("DELETE FROM audit; DELETE FROM sqlite_sequence WHERE name = 'audit'");
        await Write(4);
        Log.Verify().Intact.ShouldBeTrue();
        Log.Verify((kept.Id, kept.Hash!)).BrokenAt.ShouldBe(4);
        Log.Verify((99, kept.Hash!)).Fault.ShouldBe("it is gone from the end");
    }

    [Fact]
    public async Task Entries_from_before_there_were_hashes_are_counted_and_the_chain_begins_after_them()
    {
        await Write(3);
        Tamper("UPDATE audit SET hash = NULL");
        await Write(2);
        var result = Log.Verify();
        (result.Intact, result.Unchained, result.Checked).ShouldBe((true, 3, 2));
    }

    [Fact]
    public async Task Odd_texts_do_not_break_the_chain()
    {
        foreach (var text in (string[])["", "\0", "a\0b", "\ud800", "x\udc00y", "漢字🙂", new string('x', 1999) + "🙂", new string('y', 5000)])
            await Log.Append(new AuditRecord(text, text, "ban", text, text, text, text, text));
        Log.Verify().ShouldSatisfyAllConditions(result => result.Intact.ShouldBeTrue(), result => result.Checked.ShouldBe(8));
    }

    [Fact]
    public async Task Filters_find_what_they_name_and_pages_follow_one_another()
    {
        for (var i = 0; i < 30; i++)
            await Log.Append(new AuditRecord($"Person {i % 3}", "here", i % 2 == 0 ? "ban" : "unban", $"203.0.113.{i % 5}", i == 7 ? "Needle" : "hay", After: i == 8 ? "until NEEDLE" : null));
        Ids(new AuditSearch(Actor: "person 1")).ShouldAllBe(id => id % 3 == 2);
        Ids(new AuditSearch(Actions: ["ban", "posture"])).Length.ShouldBe(15);
        Ids(new AuditSearch(Subject: "203.0.113.4")).ShouldBe([30, 25, 20, 15, 10, 5]);
        Ids(new AuditSearch(Text: "needle")).ShouldBe([9, 8]);
        Ids(new AuditSearch(Text: "%")).ShouldBeEmpty();
        Ids(new AuditSearch(Since: DateTimeOffset.UtcNow.AddHours(1))).ShouldBeEmpty();
        Ids(new AuditSearch(Until: DateTimeOffset.UtcNow.AddHours(1))).Length.ShouldBe(30);
        Log.Following(new AuditSearch(Text: "needle"), 0).Entries.Select(entry => entry.Id).ShouldBe([8, 9]);
        Log.Following(AuditSearch.All, 25).Entries.Length.ShouldBe(5);

        long[] Ids(AuditSearch search)
        {
            var ids = new List<long>();
            for (long? before = null; ;)
            {
                var page = Log.Page(search, 4, before);
                ids.AddRange(page.Entries.Select(entry => entry.Id));
                if (page.Next is null) return [.. ids];
                before = page.Next;
            }
        }
    }

    private async Task Write(int count)
    {
        for (var i = 0; i < count; i++) await Log.Append(new AuditRecord("me", "here", "ban", $"203.0.113.{i}", $"reason {i}", After: i % 2 == 0 ? null : "until"));
    }

    /// <summary>As somebody with the file in hand, whom no trigger stops.</summary>
    private void Tamper(string sql)
    {
        _database.Dispose();
        using (var connection = new SqliteConnection($"Data Source={_directory[SqliteDatabase.FileName]};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own words.
            command.CommandText = $"DROP TRIGGER audit_is_never_rewritten; DROP TRIGGER audit_is_never_shortened; {sql}";
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }

        _database = SqliteDatabase.Open(_directory.Path);
    }

    private void Reopen()
    {
        _database.Dispose();
        _database = SqliteDatabase.Open(_directory.Path);
    }
}
