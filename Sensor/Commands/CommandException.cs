namespace Tegument.Sensor.Commands;

/// <summary>Ends a verb with one line on stderr and an exit code; the line says what is wrong and what to do.</summary>
public sealed class CommandException(string message, int exitCode = ExitCode.Failed) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
