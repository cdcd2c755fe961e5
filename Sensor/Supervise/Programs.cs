using Tegument.Sensor.Commands;

namespace Tegument.Sensor.Supervise;

/// <summary>Where our own programs lie: beside each other as built, or where TEGUMENT_SILO_PROGRAM says.</summary>
public static class Programs
{
    public static string Host => Path.Combine(AppContext.BaseDirectory, "tegument.dll");

    public static string Silo
    {
        get
        {
            if (Environment.GetEnvironmentVariable("TEGUMENT_SILO_PROGRAM") is { Length: > 0 } given) return given;
            // .../Sensor/bin/<configuration>/<framework>/ -> .../Silo/Host/bin/<configuration>/<framework>/
            var framework = new DirectoryInfo(AppContext.BaseDirectory);
            var built = Path.Combine(framework.FullName, "..", "..", "..", "..", "Silo", "Host", "bin", framework.Parent!.Name, framework.Name, "tegument-silo.dll");
            var installed = Path.Combine(framework.FullName, "..", "silo", "tegument-silo.dll");
            return new[] { built, installed }.Select(Path.GetFullPath).FirstOrDefault(File.Exists)
                ?? throw new CommandException("tegument-silo.dll is not there: build it, or say where it is with TEGUMENT_SILO_PROGRAM");
        }
    }
}
