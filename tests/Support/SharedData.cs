using Xunit;

namespace Tegument.Tests.Support;

/// <summary>
/// The folder of captures that lies beside a checkout and is never committed. TEGUMENT_TEST_DATA names it; otherwise it is the first
/// <c>shared/data</c> found walking up from the test's own folder. A worktree may lie some levels deeper than the checkout.
/// </summary>
public static class SharedData
{
    public const string Variable = "TEGUMENT_TEST_DATA";

    /// <summary>The folder, or null when there is none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>A folder inside, for instance "pcaps". Skips the test, saying where it looked, when it is not there.</summary>
    public static string Require(string name)
    {
        var path = Folder is null ? null : Path.Combine(Folder, name);
        Skip.If(path is null || !Directory.Exists(path), $"no shared/data/{name} above {AppContext.BaseDirectory} (or set {Variable})");
        return path!;
    }

    private static string? Find()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(named)) return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate)) return candidate;
        }

        return null;
    }
}
