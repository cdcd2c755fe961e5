using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Tegument.Contracts.Posture;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Hosting;

public sealed class StartTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("--nonsense", "unknown argument '--nonsense'")]
    [InlineData("--posture calm", "--posture 'calm' is none of explore, balanced, hardened, lockdown")]
    [InlineData("--listen nowhere", "--listen 'nowhere' is not an address")]
    [InlineData("--listen http://0.0.0.0:7500", "needs https:// and --certificate")]
    [InlineData("--listen https://127.0.0.1:0", "https needs --certificate")]
    [InlineData("--data", "--data needs a value")]
    public async Task A_command_line_that_makes_no_sense_is_one_line_and_exit_2(string arguments, string complaint)
    {
        await using var silo = SiloProcess.Spawn(_directory.Path, ["--data", _directory["data"], .. arguments.Split(' ')]);
        (await silo.ExitCode()).ShouldBe(2);
        silo.Errors.ShouldHaveSingleItem().ShouldContain(complaint);
        Directory.Exists(_directory["data"]).ShouldBeFalse("nothing is touched before the arguments are understood");
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_made_is_one_line_and_exit_2()
    {
        await File.WriteAllTextAsync(_directory["file"], "x");
        await using var silo = SiloProcess.Spawn(_directory.Path, "--data", _directory["file"]);
        (await silo.ExitCode()).ShouldBe(2);
        silo.Errors.ShouldHaveSingleItem().ShouldContain("cannot be written");
    }

    [Fact]
    public async Task A_port_in_use_is_one_line_and_exit_1()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await using var silo = SiloProcess.Spawn(_directory.Path, "--data", _directory.Path, "--listen", $"127.0.0.1:{port}");
        (await silo.ExitCode()).ShouldBe(1);
        silo.Errors.ShouldHaveSingleItem().ShouldContain($"127.0.0.1:{port} is in use");
    }

    [Fact]
    public async Task A_database_that_is_none_is_one_line_and_stays_as_it_was()
    {
        await File.WriteAllTextAsync(_directory["tegument.db"], "this is a diary");
        await using var silo = SiloProcess.Spawn(_directory.Path, "--data", _directory.Path, "--listen", "127.0.0.1:0");
        (await silo.ExitCode()).ShouldBe(1);
        silo.Errors.ShouldHaveSingleItem().ShouldContain("is not a database");
        (await File.ReadAllTextAsync(_directory["tegument.db"])).ShouldBe("this is a diary");
        Directory.GetFiles(_directory.Path, "*.token").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_silo_on_the_same_data_is_refused()
    {
        await using var first = await SiloProcess.Start(_directory.Path);
        await using var second = SiloProcess.Spawn(_directory.Path, "--data", _directory.Path, "--listen", "127.0.0.1:0");
        (await second.ExitCode()).ShouldBe(1);
        second.Errors.ShouldHaveSingleItem().ShouldContain("in use by another silo");
    }

    [Fact]
    public async Task The_first_start_writes_token_files_for_the_owner_alone()
    {
        await using var silo = await SiloProcess.Start(_directory["data"]);
        File.GetUnixFileMode(_directory["data"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var name in new[] { "admin.token", "operator.token", "agent.token", "console.token", "tegument.db" })
            File.GetUnixFileMode(Path.Combine(_directory["data"], name)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, name);
        using var admin = silo.Client("admin");
        (await admin.TokensAsync()).Tokens.Select(token => (token.Name, token.Roles.Length)).ShouldBe([("admin", 1), ("operator", 1), ("agent", 2), ("console", 1)]);
    }

    [Fact]
    public async Task A_lost_token_file_is_made_anew_on_demand_and_the_lost_token_ends()
    {
        string lost;
        await using (var silo = await SiloProcess.Start(_directory.Path)) lost = silo.Token("admin");
        File.Delete(_directory["admin.token"]);
        await using (var plain = await SiloProcess.Start(_directory.Path)) File.Exists(_directory["admin.token"]).ShouldBeFalse();
        await using var again = await SiloProcess.Start(_directory.Path, "--bootstrap");
        again.Token("admin").ShouldNotBe(lost);
        using var admin = again.Client("admin");
        (await admin.TokensAsync()).Tokens.Count(token => token is { Name: "admin", Revoked: null }).ShouldBe(1);
    }

    [Fact]
    public async Task The_command_lines_posture_is_set_and_audited()
    {
        await using var silo = await SiloProcess.Start(_directory.Path, "--posture", "explore");
        using var admin = silo.Client("admin");
        (await admin.PostureAsync()).Level.ShouldBe(PostureLevel.Explore);
        (await admin.AuditAsync()).Entries[0].Action.ShouldBe("posture");
    }

    [Fact]
    public async Task An_idle_silo_stays_within_200_MB()
    {
        await using var silo = await SiloProcess.Start(_directory.Path);
        using var client = silo.Client("operator");
        await client.StatusAsync();
        var status = await File.ReadAllLinesAsync($"/proc/{silo.Id}/status");
        var resident = status.First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        long.Parse(resident[^2], CultureInfo.InvariantCulture).ShouldBeLessThan(200 * 1024);
    }
}
