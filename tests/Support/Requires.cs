using Xunit;

namespace Tegument.Tests.Support;

/// <summary>What a test needs of its machine. Each method skips the test with a line that says what is missing.</summary>
public static class Requires
{
    public static void Root() => Skip.IfNot(Environment.IsPrivilegedProcess, "needs root (raw sockets, network namespaces)");

    /// <summary>Skips unless every one of the programs is on the path.</summary>
    public static void Programs(params string[] names)
    {
        foreach (var name in names) Skip.If(Find(name) is null, $"needs the program '{name}', which is not installed");
    }

    /// <summary>Root, and the programs that a network namespace needs.</summary>
    public static void Namespaces()
    {
        Root();
        Programs("ip");
    }

    /// <summary>The full path of a program, or null. Looks in the sbin folders too, which a user's path often lacks.</summary>
    public static string? Find(string program)
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        foreach (var folder in $"{path}:/usr/local/sbin:/usr/sbin:/sbin".Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var candidate = Path.Combine(folder, program);
            if (File.Exists(candidate)) return candidate;
        }

        return null;
    }
}
