using System.Xml.Linq;

namespace Tegument.Architecture.Tests;

public sealed class LayeringTests
{
    // Who may reference whom: everyone Contracts, the host binary its native door, and replay the grains.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Tegument.Contracts.Embedded"] = [],
        ["Tegument.Contracts"] = ["Tegument.Contracts.Embedded"],
        ["Tegument.Native"] = [],
        ["Tegument.Sensor"] = ["Tegument.Contracts", "Tegument.Native", "Tegument.Silo.Grains"],
        ["Tegument.Silo.Grains"] = ["Tegument.Contracts"],
        ["Tegument.Silo.Host"] = ["Tegument.Contracts", "Tegument.Silo.Grains"],
        ["Tegument.Dashboard"] = ["Tegument.Contracts"],
    };

    [Fact]
    public void No_project_references_a_sibling()
    {
        foreach (var file in Repository.Files("*.csproj", "Contracts", "Sensor", "Silo", "Dashboard"))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var references = XDocument.Load(file).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!));
            references.Except(Allowed[name]).ShouldBeEmpty($"{name} may reference only {string.Join(", ", Allowed[name])}");
        }
    }

    [Fact]
    public void Only_replay_uses_the_grains_inside_the_sensor()
    {
        var users = Repository.Files("*.cs", "Sensor").Where(f => File.ReadLines(f).Any(l => l.StartsWith("using Tegument.Silo", StringComparison.Ordinal))).Select(Repository.Relative);
        users.Where(f => !f.StartsWith("Sensor/Replay/", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Unsafe_code_and_native_imports_live_in_Native_alone()
    {
        foreach (var file in Repository.Files("*.csproj").Where(f => File.ReadAllText(f).Contains("AllowUnsafeBlocks", StringComparison.Ordinal)))
            Repository.Relative(file).ShouldBe("Sensor/Native/Tegument.Native.csproj");
        string[] words = ["LibraryImport(", "DllImport(", "unsafe "];
        var found = Repository.Files("*.cs", "Contracts", "Sensor", "Silo", "Dashboard")
            .Where(f => !Repository.Relative(f).StartsWith("Sensor/Native/", StringComparison.Ordinal))
            .Where(f => File.ReadLines(f).Any(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal) && words.Any(w => l.Contains(w, StringComparison.Ordinal))));
        found.Select(Repository.Relative).ShouldBeEmpty();
    }

    [Fact]
    public void Grains_and_contracts_carry_no_conditional_compilation()
    {
        var found = Repository.Files("*.cs", "Contracts", "Silo/Grains").Where(f => File.ReadLines(f).Any(l => l.StartsWith("#if", StringComparison.Ordinal)));
        found.Select(Repository.Relative).ShouldBeEmpty();
    }

    [Fact]
    public void Grains_do_no_input_or_output_and_read_no_clock_of_their_own()
    {
        string[] words = ["System.IO.File", "File.", "Socket(", "HttpClient", "DateTime.Now", "DateTime.UtcNow", "DateTimeOffset.UtcNow", "Environment.TickCount"];
        var found = Repository.Files("*.cs", "Silo/Grains").Where(f => File.ReadLines(f).Any(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal) && words.Any(w => l.Contains(w, StringComparison.Ordinal))));
        found.Select(Repository.Relative).ShouldBeEmpty();
    }

    [Fact]
    public void Detection_reads_no_clock_and_no_socket()
    {
        string[] words = ["DateTime.Now", "DateTime.UtcNow", "DateTimeOffset.UtcNow", "Environment.TickCount", "Stopwatch", "Socket("];
        var found = Repository.Files("*.cs", "Sensor/Decode", "Sensor/Flows", "Sensor/Detect").Where(f => File.ReadLines(f).Any(l => words.Any(w => l.Contains(w, StringComparison.Ordinal))));
        found.Select(Repository.Relative).ShouldBeEmpty();
    }

    [Fact]
    public void Top_level_holds_what_it_should_and_nothing_else()
    {
        string[] known =
        [
            ".ci", ".editorconfig", ".git", ".gitignore", "CHANGELOG.md", "Contracts", "Dashboard", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "LICENSE", "README.md",
            "Sensor", "Silo", "Tegument.sln", "artifacts", "docker", "docs", "global.json", "tegument", "tests",
        ];
        Directory.EnumerateFileSystemEntries(Repository.Root).Select(p => Path.GetFileName(p)!).Except(known).ShouldBeEmpty();
    }

    [Fact]
    public void Files_stay_short()
    {
        var long400 = Repository.Files("*.cs", "Contracts", "Sensor", "Silo", "Dashboard").Where(f => File.ReadLines(f).Count() > 400);
        long400.Select(Repository.Relative).ShouldBeEmpty("split it, or say here why not");
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Tegument.sln"));
        foreach (var file in Repository.Files("*.csproj")) solution.ShouldContain(Path.GetFileName(file));
    }
}
