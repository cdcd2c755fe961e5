using Xunit.Abstractions;

namespace Tegument.Tests.Support;

/// <summary>Measured figures for people: into the test's output, and into the file that TEGUMENT_FIGURES names, which the test run prints at its end.</summary>
public static class Figures
{
    private static readonly Lock s_lock = new();

    public static void Print(ITestOutputHelper output, string line)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("TEGUMENT_FIGURES") is not { Length: > 0 } file) return;
        lock (s_lock) File.AppendAllText(file, line + "\n");
    }
}
