namespace Tegument.Tests.Support;

/// <summary>What a program left behind.</summary>
public sealed record ProgramResult(string CommandLine, int ExitCode, string Output, string Error)
{
    /// <summary>The result itself when the program succeeded.</summary>
    /// <exception cref="InvalidOperationException">It did not; the message holds what it said.</exception>
    public ProgramResult OrThrow() => ExitCode == 0 ? this : throw new InvalidOperationException($"{CommandLine}: exit code {ExitCode}: {Error.Trim()} {Output.Trim()}");
}
