namespace Tegument.Host.Tests.Verbs;

public sealed class DamagedStartTests : IDisposable
{
    private readonly UpHost _host = new();

    public void Dispose() => _host.Dispose();

    [SkippableFact]
    public void A_database_that_is_none_is_one_line_and_left_alone()
    {
        Directory.CreateDirectory(_host.Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var database = Path.Combine(_host.Data, "tegument.db");
        File.WriteAllText(database, string.Concat(Enumerable.Repeat("this is no database. ", 500)));
        var line = OneLine.Of(_host.Verb("up"), 1);
        line.ShouldContain("tegument.db");
        line.ShouldContain("the silo did not start");
        File.ReadAllText(database).ShouldStartWith("this is no database");
        _host.Processes().ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData("http://0.0.0.0:7500", "https")]
    [InlineData("http://192.0.2.1:7500", "https")]
    [InlineData("wibble", "--listen")]
    public void An_address_that_cannot_be_listened_on_is_one_line(string listen, string told)
    {
        OneLine.Of(_host.Verb("up", "--listen", listen)).ShouldContain(told);
        _host.Processes().ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData("/proc/tegument")]
    [InlineData("/dev/null")]
    [InlineData("/dev/null/deeper")]
    public void A_path_that_can_be_no_directory_is_one_line(string path) =>
        OneLine.Of(_host.Verb("up", "--data", path), 2).ShouldContain("--data " + path);
}
