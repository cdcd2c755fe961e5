using Tegument.Sensor.Commands;

namespace Tegument.Sensor.Supervise;

/// <summary>Where our own programs lie: beside each other as built, or where TEGUMENT_SILO_PROGRAM and TEGUMENT_CONSOLE_PROGRAM say.</summary>
public static class Programs
{
    public static string Host => Path.Combine(AppContext.BaseDirectory, "tegument.dll");

    public static string Silo => Find("TEGUMENT_SILO_PROGRAM", Path.Combine("Silo", "Host"), "silo", "tegument-silo.dll");

    public static string Console => Find("TEGUMENT_CONSOLE_PROGRAM", "Dashboard", "console", "tegument-dashboard.dll");

    private static string Find(string variable, string project, string installedAs, string file)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given) return given;
        // .../Sensor/bin/<configuration>/<framework>/ -> .../<project>/bin/<configuration>/<framework>/
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var built = Path.Combine(framework.FullName, "..", "..", "..", "..", project, "bin", framework.Parent!.Name, framework.Name, file);
        var installed = Path.Combine(framework.FullName, "..", installedAs, file);
        return new[] { built, installed }.Select(Path.GetFullPath).FirstOrDefault(File.Exists)
            ?? throw new CommandException($"{file} is not there: build it, or say where it is with {variable}");
    }
}
