using System.Text.Json;
using Tegument.Host.Tests.Chain;
using Tegument.Tests.Support;

namespace Tegument.Host.Tests.Verbs;

/// <summary>The policy's verbs that ask no silo.</summary>
public sealed class PolicyVerbTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tegument-policy-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_good_file_is_said_to_be_good_with_what_it_changes()
    {
        var file = Write("reputation: { half-life: 20m }\n");
        var result = Run("policy", "check", file).OrThrow();
        result.Output.ShouldBe($"reputation.half-life: 10m -> 20m\n{file}: good; 1 setting differs from the shipped policy\n");
    }

    [Fact]
    public void All_faults_of_a_bad_file_are_lines_that_editors_read_and_exit_2()
    {
        var file = Write("reputation:\n  half-lfe: 10m\n  slack: lots\n");
        var result = Run("policy", "check", file);
        result.ExitCode.ShouldBe(2);
        result.Output.ShouldBeEmpty();
        result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
        [
            $"{file}:2:3: reputation: there is no setting 'half-lfe'; did you mean 'half-life'?",
            $"{file}:3:10: reputation.slack: expected a number (found 'lots')",
            $"tegument: {file}: 2 faults; nothing was changed",
        ]);
        var json = Run("policy", "check", file, "--json");
        json.ExitCode.ShouldBe(2);
        JsonDocument.Parse(json.Output).RootElement.GetProperty("faults").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public void The_shipped_policy_is_printed_and_passes_its_own_check()
    {
        var file = Write(Run("policy", "show", "--default").OrThrow().Output);
        Run("policy", "check", file).OrThrow().Output.ShouldBe($"{file}: good; 0 settings differ from the shipped policy\n");
    }

    [Fact]
    public void A_file_that_is_not_there_is_one_line()
    {
        OneLine.Of(Run("policy", "check", Path.Combine(_directory, "none.yaml")), 1).ShouldContain("none.yaml");
        OneLine.Of(Run("replay", "/dev/null", "--policy", Write("reputation: { slack: lots }")), 2).ShouldContain("reputation.slack: expected a number");
    }

    private string Write(string text)
    {
        var path = Path.Combine(_directory, "mine.yaml");
        File.WriteAllText(path, text);
        return path;
    }

    private static ProgramResult Run(params string[] arguments) => Programs.Run(["dotnet", Built.Host, .. arguments]);
}
