namespace Tegument.Host.Tests.Chain;

/// <summary>Our own programs, as the solution built them in this test's configuration.</summary>
internal static class Built
{
    public static string Root { get; } = FindRoot();

    public static string Host => Of("Sensor", "tegument.dll");

    public static string Silo => Of(Path.Combine("Silo", "Host"), "tegument-silo.dll");

    private static string Of(string project, string program)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Root, project, "bin", framework.Parent!.Name, framework.Name, program);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Tegument.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("Tegument.sln is in no folder above the tests");
    }
}
