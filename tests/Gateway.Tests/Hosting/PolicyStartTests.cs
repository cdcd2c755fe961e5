using Tegument.Gateway.Tests.Support;
using Tegument.Silo.Policy.Text;

namespace Tegument.Gateway.Tests.Hosting;

public sealed class PolicyStartTests : IDisposable
{
    private const string Bad = "reputation:\n  half-lfe: 10m\n  slack: lots\n";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_first_start_writes_the_commented_policy_for_the_owner_alone_and_a_later_one_leaves_it_alone()
    {
        var path = Path.Combine(_directory["data"], "policy.yaml");
        await using (var silo = await SiloProcess.Start(_directory["data"])) (await silo.Stop()).ShouldBe(0);
        (await File.ReadAllTextAsync(path)).ShouldBe(PolicyText.Shipped);
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await File.WriteAllTextAsync(path, "reputation: { half-life: 20m }\n");
        await using (var silo = await SiloProcess.Start(_directory["data"])) (await silo.Stop()).ShouldBe(0);
        (await File.ReadAllTextAsync(path)).ShouldBe("reputation: { half-life: 20m }\n");
    }

    [Fact]
    public async Task A_first_start_with_a_bad_policy_is_one_line_with_the_place_and_exit_2()
    {
        await File.WriteAllTextAsync(_directory["mine.yaml"], Bad);
        await using var silo = SiloProcess.Spawn(_directory.Path, "--data", _directory["data"], "--policy", _directory["mine.yaml"]);
        (await silo.ExitCode()).ShouldBe(2);
        silo.Errors.ShouldHaveSingleItem().ShouldBe(
            $"tegument-silo: {_directory["mine.yaml"]}:2:3: reputation: there is no setting 'half-lfe'; did you mean 'half-life'? (and 1 more; 'tegument policy check {_directory["mine.yaml"]}' lists them)");
        Directory.GetFiles(_directory["data"]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("nowhere.yaml", "no such file")]
    [InlineData("", "cannot be read")]
    public async Task A_named_policy_that_cannot_be_read_is_one_line_and_exit_2(string name, string complaint)
    {
        await using var silo = SiloProcess.Spawn(_directory.Path, "--data", _directory["data"], "--policy", _directory[name]);
        (await silo.ExitCode()).ShouldBe(2);
        silo.Errors.ShouldHaveSingleItem().ShouldContain(complaint);
    }
}
