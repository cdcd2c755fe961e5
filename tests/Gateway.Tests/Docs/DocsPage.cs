using System.Text.RegularExpressions;

namespace Tegument.Gateway.Tests.Docs;

/// <summary>A page of the documentation and its blocks of code.</summary>
public sealed partial class DocsPage(string name)
{
    private readonly string _text = File.ReadAllText(Path.Combine(Root, "docs", name));

    public static string Root { get; } = FindRoot();

    public string[] Blocks(string language) =>
        [.. Fence().Matches(_text).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value.TrimEnd('\n'))];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Tegument.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("Tegument.sln is in no folder above the tests");
    }

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
