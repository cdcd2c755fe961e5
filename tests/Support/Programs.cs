using System.Diagnostics;

namespace Tegument.Tests.Support;

/// <summary>Runs other programs, never longer than they may.</summary>
public static class Programs
{
    public static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(60);

    /// <exception cref="TimeoutException">The program took longer than the limit; it was killed.</exception>
    public static ProgramResult Run(IReadOnlyList<string> command, TimeSpan? limit = null)
    {
        using var process = Start(command);

        // Disposing the process leaves readers that somebody has seen open, and their pipes with them.
        using var outputReader = process.StandardOutput;
        using var errorReader = process.StandardError;
        var output = outputReader.ReadToEndAsync();
        var error = errorReader.ReadToEndAsync();
        var line = string.Join(' ', command);
        if (!process.WaitForExit(limit ?? DefaultLimit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{line}: still running after {limit ?? DefaultLimit}");
        }

        return new ProgramResult(line, process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    /// <summary>Starts a program with its output redirected; whoever starts it reads that output and ends it.</summary>
    public static Process Start(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(Requires.Find(command[0]) ?? command[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command.Skip(1)) start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start");
    }
}
