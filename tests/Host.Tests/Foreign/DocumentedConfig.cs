using Tegument.Host.Tests.Chain;

namespace Tegument.Host.Tests.Foreign;

/// <summary>The configurations that docs/integrations.md tells people to paste, for tests to use as they stand there.</summary>
internal static class DocumentedConfig
{
    /// <summary>The fenced block whose info string ends with this name: <c>```yaml bouncer</c>.</summary>
    public static string Block(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Built.Root, "docs", "integrations.md"));
        var start = Array.FindIndex(lines, line => line.StartsWith("```", StringComparison.Ordinal) && line.EndsWith(" " + name, StringComparison.Ordinal));
        start.ShouldBeGreaterThanOrEqualTo(0, $"docs/integrations.md has no block named '{name}'");
        return string.Join('\n', lines.Skip(start + 1).TakeWhile(line => line != "```")) + "\n";
    }
}
