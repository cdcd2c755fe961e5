namespace Tegument.Dashboard.Text;

/// <summary>Parts of a policy's text, for showing. Pure.</summary>
public static class PolicyText
{
    /// <summary>A top-level section without comments and empty lines, its name included; empty when there is none.</summary>
    public static string Section(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.ReplaceLineEndings("\n").Split('\n')
            .SkipWhile(line => !line.StartsWith(name + ":", StringComparison.Ordinal)).ToArray();
        var section = lines.Take(1).Concat(lines.Skip(1).TakeWhile(line => line.Length == 0 || line[0] is ' ' or '#' or '-'));
        return string.Join('\n', section.Where(line => line.Trim() is { Length: > 0 } words && words[0] != '#'));
    }
}
