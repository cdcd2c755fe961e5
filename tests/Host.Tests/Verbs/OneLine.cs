using Tegument.Tests.Support;

namespace Tegument.Host.Tests.Verbs;

/// <summary>What bad input must end in: one line on stderr, an exit code that is not 0, no stack trace.</summary>
internal static class OneLine
{
    public static string Of(ProgramResult result, int? exitCode = null)
    {
        result.ExitCode.ShouldNotBe(0, result.CommandLine);
        if (exitCode is { } code) result.ExitCode.ShouldBe(code, $"{result.CommandLine}: {result.Error}");
        var lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(1, $"{result.CommandLine}: {result.Error}");
        lines[0].ShouldStartWith("tegument: ");
        return lines[0];
    }
}
