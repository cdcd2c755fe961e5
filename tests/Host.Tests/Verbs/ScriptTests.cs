using Tegument.Host.Tests.Chain;
using Tegument.Tests.Support;

namespace Tegument.Host.Tests.Verbs;

/// <summary>The script <c>./tegument</c>: builds when sources changed, and only then.</summary>
public sealed class ScriptTests : IDisposable
{
    private static readonly TimeSpan Build = TimeSpan.FromMinutes(10);
    private static readonly string Script = Path.Combine(Built.Root, "tegument");
    private readonly string _folder = Directory.CreateTempSubdirectory("tegument with a space ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Unchanged_sources_are_not_built_again_from_wherever_it_is_called()
    {
        Programs.Run([Script, "build"], Build).OrThrow();
        var link = Path.Combine(_folder, "tegument");
        File.CreateSymbolicLink(link, Script);
        var called = Programs.Run(["env", "-i", "-C", _folder, $"PATH={Environment.GetEnvironmentVariable("PATH")}", link, "--version"]).OrThrow();
        called.Error.ShouldBeEmpty();
        called.Output.ShouldStartWith("0.");
    }

    [Fact]
    public void Files_are_named_from_where_the_caller_stands()
    {
        Programs.Run([Script, "build"], Build).OrThrow();
        File.Copy(Path.Combine(Built.Root, "tests", "Scenarios", "one-port-probe", "traffic.pcap"), Path.Combine(_folder, "mine.pcap"));
        var judged = Programs.Run(["env", "-C", _folder, Script, "replay", "mine.pcap", "--json"]).OrThrow();
        judged.Error.ShouldBeEmpty();
        judged.Output.ShouldContain("\"packets\":10");
    }

    [Fact]
    public async Task Several_at_once_do_not_get_in_each_others_way()
    {
        Programs.Run([Script, "build"], Build).OrThrow();
        var all = Enumerable.Range(0, 4).Select(_ => Task.Run(() => Programs.Run([Script, "--version"], Build))).ToArray();
        foreach (var one in await Task.WhenAll(all)) one.OrThrow().Error.ShouldBeEmpty();
    }
}
